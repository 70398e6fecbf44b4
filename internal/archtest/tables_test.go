package archtest

import (
	"go/ast"
	"testing"
)

// TestOneFilePerCommand: a command is a value of type Spec in a file of its own; the table of commands.go lists it.
func TestOneFilePerCommand(t *testing.T) {
	listed, defined := map[string]bool{}, map[string]string{}
	for _, f := range tree(t) {
		if f.pkg != "command" {
			continue
		}
		specs := 0
		for _, d := range f.ast.Decls {
			ast.Inspect(d, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.FuncDecl:
					if n.Name.Name == "Table" || n.Name.Name == "ItemTable" {
						collect(n, listed)
					}
				case *ast.ValueSpec:
					if lit, ok := literal(n); ok && lit == "Spec" {
						specs++
						defined[n.Names[0].Name] = f.path
					}
				}
				return true
			})
		}
		if specs > 1 {
			t.Errorf("%s defines %d commands: one file, one command", f.path, specs)
		}
	}
	for name, path := range defined {
		if !listed[name] {
			t.Errorf("%s defines the command %s, which the table does not list", path, name)
		}
	}
	if len(defined) < 20 {
		t.Fatalf("found only %d commands: the test would prove nothing", len(defined))
	}
}

func collect(fn *ast.FuncDecl, into map[string]bool) {
	ast.Inspect(fn.Body, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			into[id.Name] = true
		}
		return true
	})
}

func literal(s *ast.ValueSpec) (string, bool) {
	if len(s.Values) != 1 {
		return "", false
	}
	lit, ok := s.Values[0].(*ast.CompositeLit)
	if !ok {
		return "", false
	}
	id, ok := lit.Type.(*ast.Ident)
	if !ok {
		return "", false
	}
	return id.Name, true
}
