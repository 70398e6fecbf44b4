package archtest

import (
	"slices"
	"strings"
	"testing"
)

const module = "github.com/sensible-im/sensible/"

func TestPurePackagesImportOnlyPureThings(t *testing.T) {
	for _, f := range tree(t) {
		if !slices.Contains(pure, f.pkg) {
			continue
		}
		for _, path := range f.imports() {
			if inside, own := strings.CutPrefix(path, module); own {
				name := strings.TrimPrefix(inside, "internal/")
				if name != "templates" && !slices.Contains(pure, name) {
					t.Errorf("%s is pure and imports %s, which is not", f.path, path)
				}
				continue
			}
			standard := !strings.Contains(strings.SplitN(path, "/", 2)[0], ".")
			if standard && slices.Contains(denied, path) {
				t.Errorf("%s is pure and imports %s", f.path, path)
			}
			allowed := slices.ContainsFunc(outside, func(p string) bool { return strings.HasPrefix(path, p) })
			if !standard && (!allowed || f.pkg == "incident") {
				t.Errorf("%s is pure and imports the library %s", f.path, path)
			}
		}
	}
}

func TestEachLibraryHasItsOnlyHome(t *testing.T) {
	for _, f := range tree(t) {
		for _, path := range f.imports() {
			for library, homes := range only {
				if strings.HasPrefix(path, library) && !home(f.pkg, homes) {
					t.Errorf("%s imports %s; only %v may", f.path, path, homes)
				}
			}
		}
	}
}

func home(pkg string, homes []string) bool {
	return slices.ContainsFunc(homes, func(h string) bool {
		return pkg == h || strings.HasSuffix(h, "/") && strings.HasPrefix(pkg, h)
	})
}

func TestArrowsThatMustNotExist(t *testing.T) {
	for _, f := range tree(t) {
		for _, target := range never[f.pkg] {
			for _, path := range f.imports() {
				if inside := strings.TrimPrefix(path, module+"internal/"); inside == target || strings.HasPrefix(inside, target+"/") {
					t.Errorf("%s imports %s", f.path, path)
				}
			}
		}
	}
}

func TestOnlyCommandsWire(t *testing.T) {
	for _, f := range tree(t) {
		for _, path := range f.imports() {
			if strings.HasPrefix(path, module+"cmd/") {
				t.Errorf("%s imports %s: nothing stands on cmd", f.path, path)
			}
		}
	}
}
