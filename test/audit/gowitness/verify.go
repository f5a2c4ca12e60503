package main

import (
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/transparency-dev/formats/log"
	cosigning "github.com/transparency-dev/formats/note"
	"golang.org/x/mod/sumdb/note"
)

// Type bytes of Ed25519 keys, of notes and of cosignatures.
const (
	typeEd25519     = 1
	typeCosignature = 4
)

// cosignerKey writes the key of a cosigner as C2SP has it, with type byte 4 and the key ID over it.
func cosignerKey(publicKey string, id uint32) (string, error) {
	name, _, key, err := splitKey(publicKey)
	if err != nil {
		return "", err
	}
	key[0] = typeCosignature
	return fmt.Sprintf("%s+%08x+%s", name, id, base64.StdEncoding.EncodeToString(key)), nil
}

func splitKey(text string) (name, id string, key []byte, err error) {
	parts := strings.SplitN(text, "+", 3)
	if len(parts) != 3 {
		return "", "", nil, errors.New("a verifier key has three parts")
	}
	key, err = base64.StdEncoding.DecodeString(parts[2])
	if err == nil && len(key) != 1+hashBytes {
		err = errors.New("a verifier key has a type byte and 32 bytes")
	}
	return parts[0], parts[1], key, err
}

// cosignerOf reads the key of a cosigner. C2SP gives it type byte 4; this version of the library wants the same key with
// type byte 1, and computes the key ID over type byte 4 by itself. It does not look at the ID that is written, so that
// is compared here.
func cosignerOf(text string) (note.Verifier, error) {
	name, id, key, err := splitKey(text)
	if err != nil {
		return nil, err
	}
	if key[0] != typeCosignature {
		return nil, errors.New("not the key of a cosigner")
	}
	key[0] = typeEd25519
	verifier, err := cosigning.NewVerifierForCosignatureV1(fmt.Sprintf("%s+%s+%s", name, id, base64.StdEncoding.EncodeToString(key)))
	if err == nil && fmt.Sprintf("%08x", verifier.KeyHash()) != id {
		err = errors.New("the key ID is not that of the key")
	}
	return verifier, err
}

func verify(file, logKey string, witnessKeys []string) error {
	message, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	logVerifier, err := note.NewVerifier(logKey)
	if err != nil {
		return err
	}
	_, err = note.Open(message, note.VerifierList(logVerifier))
	if err == nil {
		// It is signed; whether it is a checkpoint of this log is another question.
		_, _, _, err = log.ParseCheckpoint(message, logVerifier.Name(), logVerifier)
	}
	words := []string{"log " + verdict(err)}
	isGood := err == nil
	for _, key := range witnessKeys {
		verifier, err := cosignerOf(key)
		if err != nil {
			return err
		}
		_, err = note.Open(message, note.VerifierList(verifier))
		words = append(words, verifier.Name()+" "+verdict(err))
		isGood = isGood && err == nil
	}
	fmt.Println(strings.Join(words, ", "))
	if !isGood {
		os.Exit(1)
	}
	return nil
}

// verdict puts into a word what came of opening a note with one known key.
func verdict(err error) string {
	var unverified *note.UnverifiedNoteError
	switch {
	case err == nil:
		return "good"
	case errors.As(err, &unverified):
		return "absent"
	default:
		return "wrong"
	}
}
