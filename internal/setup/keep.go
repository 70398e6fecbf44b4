package setup

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// The names of the files in which an App's secrets are kept.
const (
	KeyFile    = "app.pem"
	SecretFile = "webhook-secret.txt"
)

// Room says whether the secrets can be kept in a folder: it is made where it is missing, and what is there already is
// never overwritten. Ask before the App is made: GitHub hands its key out once.
func Room(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("--out: make the folder %s: %w", dir, err)
	}
	for _, name := range []string{KeyFile, SecretFile} {
		_, err := os.Lstat(filepath.Join(dir, name))
		switch {
		case err == nil:
			return fmt.Errorf("--out: %s is there already, and may be the key of another App: give another folder, or move it away", filepath.Join(dir, name))
		case !errors.Is(err, fs.ErrNotExist):
			return fmt.Errorf("--out: %w", err)
		}
	}
	probe, err := os.CreateTemp(dir, ".probe-")
	if err != nil {
		return fmt.Errorf("--out: nothing can be written to %s: %w", dir, err)
	}
	return errors.Join(probe.Close(), os.Remove(probe.Name()))
}

// KeepSecrets writes key and secret, for their owner's eyes only, and returns their paths. Where a name was taken meanwhile
// the App's number joins it, so that the key is not lost.
func KeepSecrets(dir string, app Registered) (key, secret string, err error) {
	if key, err = keep(dir, KeyFile, app.ID, app.PrivateKey); err != nil {
		return "", "", err
	}
	secret, err = keep(dir, SecretFile, app.ID, app.WebhookSecret+"\n")
	return key, secret, err
}

func keep(dir, name string, id int64, text string) (string, error) {
	path := filepath.Join(dir, name)
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		ext := filepath.Ext(name)
		path = filepath.Join(dir, fmt.Sprintf("%s-%d%s", strings.TrimSuffix(name, ext), id, ext))
		file, err = os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	}
	if err != nil {
		return "", fmt.Errorf("write %s: %w; make a new key on the App's page", path, err)
	}
	_, err = file.WriteString(text)
	if err = errors.Join(err, file.Close()); err != nil {
		return "", fmt.Errorf("write %s: %w; make a new key on the App's page", path, err)
	}
	return path, nil
}

// ServeCommand is the command that runs the App with what was kept. api is empty where it is the usual one.
func ServeCommand(id int64, key, secret, api string) string {
	words := []string{"sensible", "serve", "--app-id", fmt.Sprint(id), "--private-key", shell(key), "--webhook-secret", shell(secret)}
	if api != "" {
		words = append(words, "--github-url", shell(api))
	}
	return strings.Join(words, " ")
}

// shell quotes a word for a POSIX shell where it has to be.
func shell(word string) string {
	plain := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("/._-:@%+=", r)
	}
	if word != "" && strings.IndexFunc(word, func(r rune) bool { return !plain(r) }) < 0 {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}
