package archtest

import (
	"errors"
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"regexp"
	"testing"
)

// TestEveryPatternCompiles: they are compiled when they are first used, which must not be when the first mistake is found.
func TestEveryPatternCompiles(t *testing.T) {
	packages, sets := map[string][]*ast.File{}, map[string]*token.FileSet{}
	found := 0
	for _, f := range tree(t) {
		for _, path := range f.imports() {
			if path == module+"internal/pattern" {
				packages[f.pkg] = nil
			}
		}
	}
	for _, f := range tree(t) {
		if _, uses := packages[f.pkg]; uses {
			packages[f.pkg], sets[f.pkg] = append(packages[f.pkg], f.ast), f.set
		}
	}
	for name, files := range packages {
		info := &types.Info{Types: map[ast.Expr]types.TypeAndValue{}}
		lone := types.Config{Error: func(error) {}, Importer: nobody{}} // constants are all that is asked for
		_, _ = lone.Check(name, sets[name], files, info)
		for _, file := range files {
			ast.Inspect(file, func(n ast.Node) bool {
				call, ok := n.(*ast.CallExpr)
				if !ok || len(call.Args) != 1 || !isPatternOf(call.Fun) {
					return true
				}
				found++
				text := info.Types[call.Args[0]].Value
				if text == nil || text.Kind() != constant.String {
					t.Errorf("%s: the text of a pattern is not a constant", sets[name].Position(n.Pos()))
				} else if _, err := regexp.Compile(constant.StringVal(text)); err != nil {
					t.Errorf("%s: %v", sets[name].Position(n.Pos()), err)
				}
				return true
			})
		}
	}
	if found < 100 {
		t.Errorf("only %d patterns were found", found)
	}
}

func isPatternOf(fun ast.Expr) bool {
	s, ok := fun.(*ast.SelectorExpr)
	if !ok || s.Sel.Name != "Of" {
		return false
	}
	x, ok := s.X.(*ast.Ident)
	return ok && x.Name == "pattern"
}

// nobody imports nothing.
type nobody struct{}

// Import implements types.Importer.
func (nobody) Import(string) (*types.Package, error) { return nil, errors.New("not needed") }
