package archtest

import (
	"go/ast"
	"go/token"
	"path"
	"slices"
	"strings"
	"testing"
)

func TestEveryPackageSaysWhatItDoesAndWhatItDoesNot(t *testing.T) {
	charters := map[string]string{}
	for _, f := range tree(t) {
		if _, seen := charters[f.pkg]; !seen {
			charters[f.pkg] = ""
		}
		if f.ast.Doc != nil {
			charters[f.pkg] += f.ast.Doc.Text()
		}
	}
	for pkg, charter := range charters {
		name := path.Base(pkg)
		switch {
		case strings.HasPrefix(charter, "Command "):
		case !strings.HasPrefix(charter, "Package "+name+" "):
			t.Errorf("package %s has no charter that begins with %q", pkg, "Package "+name)
		case !saysNo(charter):
			t.Errorf("the charter of package %s does not say what it does not do", pkg)
		}
	}
}

func saysNo(charter string) bool {
	text := strings.ToLower(charter)
	return slices.ContainsFunc([]string{"not ", "no ", "nothing", "never", "neither", "none", "knows only", "only "}, func(w string) bool { return strings.Contains(text, w) })
}

func TestExportedNamesAreDocumented(t *testing.T) {
	for _, f := range tree(t) {
		for _, d := range f.ast.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				if d.Name.IsExported() && d.Doc == nil && ownMethod(d) {
					t.Errorf("%s: %s has no comment", f.set.Position(d.Pos()), d.Name.Name)
				}
			case *ast.GenDecl:
				for _, s := range d.Specs {
					undocumented(t, f, d, s)
				}
			}
		}
	}
}

// ownMethod is false for methods of unexported types and for the few whose meaning the standard library fixes.
func ownMethod(d *ast.FuncDecl) bool {
	if d.Recv == nil {
		return true
	}
	recv := d.Recv.List[0].Type
	if star, ok := recv.(*ast.StarExpr); ok {
		recv = star.X
	}
	if generic, ok := recv.(*ast.IndexExpr); ok {
		recv = generic.X
	}
	name, ok := recv.(*ast.Ident)
	return ok && name.IsExported() && !slices.Contains([]string{"Error", "String", "ServeHTTP", "Close", "Unwrap", "Write", "Read"}, d.Name.Name)
}

func undocumented(t *testing.T, f file, d *ast.GenDecl, s ast.Spec) {
	t.Helper()
	switch s := s.(type) {
	case *ast.TypeSpec:
		if s.Name.IsExported() && d.Doc == nil && s.Doc == nil && s.Comment == nil {
			t.Errorf("%s: %s has no comment", f.set.Position(s.Pos()), s.Name.Name)
		}
	case *ast.ValueSpec:
		if s.Names[0].IsExported() && d.Doc == nil && s.Doc == nil && s.Comment == nil && d.Tok != token.IMPORT {
			t.Errorf("%s: %s has no comment", f.set.Position(s.Pos()), s.Names[0].Name)
		}
	}
}

func TestNoDrawersAndNoGodFiles(t *testing.T) {
	for _, f := range tree(t) {
		if slices.Contains(drawers, path.Base(f.pkg)) || slices.Contains(drawers, strings.TrimSuffix(path.Base(f.path), ".go")) {
			t.Errorf("%s is a drawer: name what is in it", f.path)
		}
		if lines := f.set.Position(f.ast.End()).Line; lines > longest {
			t.Errorf("%s has %d lines, more than %d: is it two things?", f.path, lines, longest)
		}
	}
}

func TestNoFunctionTakesMoreThanFiveParameters(t *testing.T) {
	for _, f := range tree(t) {
		for _, d := range f.ast.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok {
				continue
			}
			n := 0
			for _, field := range fn.Type.Params.List {
				n += max(len(field.Names), 1)
			}
			if n > 5 {
				t.Errorf("%s: %s takes %d parameters", f.set.Position(fn.Pos()), fn.Name.Name, n)
			}
		}
	}
}
