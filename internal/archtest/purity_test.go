package archtest

import (
	"go/ast"
	"slices"
	"testing"
)

func TestPurePackagesLookAtNoClockAndStartNothing(t *testing.T) {
	for _, f := range tree(t) {
		if !slices.Contains(pure, f.pkg) {
			continue
		}
		ast.Inspect(f.ast, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.GoStmt:
				t.Errorf("%s starts a goroutine in a pure package", f.set.Position(n.Pos()))
			case *ast.SelectorExpr:
				if x, ok := n.X.(*ast.Ident); ok && x.Name == "time" && x.Obj == nil && slices.Contains(clocks, n.Sel.Name) {
					t.Errorf("%s uses time.%s in a pure package: time is an argument", f.set.Position(n.Pos()), n.Sel.Name)
				}
				if x, ok := n.X.(*ast.Ident); ok && x.Name == "sync" && x.Obj == nil && !slices.Contains(once, n.Sel.Name) {
					t.Errorf("%s uses sync.%s in a pure package: %v is all it may", f.set.Position(n.Pos()), n.Sel.Name, once)
				}
			}
			return true
		})
	}
}

func TestNothingRegistersItselfBySideEffect(t *testing.T) {
	for _, f := range tree(t) {
		for _, d := range f.ast.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Recv == nil && fn.Name.Name == "init" {
				t.Errorf("%s has an init function; tables are explicit", f.set.Position(fn.Pos()))
			}
		}
	}
}
