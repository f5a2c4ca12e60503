// Command gowitness is a witness of one log by C2SP tlog-witness, and a verifier of cosigned checkpoints, both built on
// the Go implementations of notes, checkpoints and Merkle proofs, which share no code with ours.
//
// Use: gowitness serve LOGVKEY WITNESSNAME. It makes a key, prints its address and its verifier key on one line, and
// serves until its standard input ends. What it has cosigned is in memory only: a witness in service may never forget.
//
// Or: gowitness verify NOTEFILE LOGVKEY [WITNESSVKEY...]. It prints one line, with a word for each key: good, wrong or
// absent. It exits 0 where all are good, 1 where any is not.
package main

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"

	"github.com/transparency-dev/formats/log"
	cosigning "github.com/transparency-dev/formats/note"
	"github.com/transparency-dev/merkle/proof"
	"github.com/transparency-dev/merkle/rfc6962"
	"golang.org/x/mod/sumdb/note"
)

const (
	bodyBytesMax     = 512 * 1024
	proofHashesMax   = 63
	hashBytes        = 32
	plainText        = "text/plain; charset=utf-8"
	textOfTheLogSize = "text/x.tlog.size"
)

func main() {
	var err error
	switch {
	case len(os.Args) == 4 && os.Args[1] == "serve":
		err = serve(os.Args[2], os.Args[3])
	case len(os.Args) >= 4 && os.Args[1] == "verify":
		err = verify(os.Args[2], os.Args[3], os.Args[4:])
	default:
		err = errors.New("use: gowitness serve LOGVKEY WITNESSNAME, or gowitness verify NOTEFILE LOGVKEY [WITNESSVKEY...]")
	}
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
}

// witness remembers of one log what it has cosigned last; the lock makes comparing and remembering one step.
type witness struct {
	log    note.Verifier
	signer note.Signer

	lock sync.Mutex
	size uint64
	root []byte
	// kept is the note that was cosigned last, with both signatures; empty where there is none.
	kept string
}

// answer is what a witness says to a request.
type answer struct {
	status int
	kind   string
	text   string
}

func refusal(status int, why string) answer { return answer{status, plainText, why + "\n"} }

func serve(logKey, name string) error {
	logVerifier, err := note.NewVerifier(logKey)
	if err != nil {
		return err
	}
	privateKey, publicKey, err := note.GenerateKey(rand.Reader, name)
	if err != nil {
		return err
	}
	signer, err := cosigning.NewSignerForCosignatureV1(privateKey)
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	key, err := cosignerKey(publicKey, signer.KeyHash())
	if err != nil {
		return err
	}
	fmt.Printf("http://%s %s\n", listener.Addr(), key)
	w := &witness{log: logVerifier, signer: signer, root: rfc6962.DefaultHasher.EmptyRoot()}
	// Whoever has started it may die without a word: then its input ends, and nothing is left behind.
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		os.Exit(0)
	}()
	return http.Serve(listener, w)
}

func (w *witness) ServeHTTP(response http.ResponseWriter, request *http.Request) {
	said := refusal(http.StatusNotFound, "there is nothing here")
	switch {
	case request.URL.Path == "/add-checkpoint" && request.Method == http.MethodPost:
		body, err := io.ReadAll(http.MaxBytesReader(response, request.Body, bodyBytesMax))
		if err != nil {
			said = refusal(http.StatusBadRequest, err.Error())
		} else {
			said = w.add(body)
		}
	case request.URL.Path == "/"+originHash(w.log.Name())+"/checkpoint" && request.Method == http.MethodGet:
		w.lock.Lock()
		if w.kept != "" {
			said = answer{http.StatusOK, plainText, w.kept}
		}
		w.lock.Unlock()
	}
	response.Header().Set("Content-Type", said.kind)
	response.WriteHeader(said.status)
	_, _ = io.WriteString(response, said.text)
}

func originHash(origin string) string {
	sum := sha256.Sum256([]byte(origin))
	return hex.EncodeToString(sum[:])
}

// add judges a request in the order of C2SP tlog-witness, and cosigns.
func (w *witness) add(body []byte) answer {
	oldSize, hashes, message, err := splitBody(body)
	if err != nil {
		return refusal(http.StatusBadRequest, err.Error())
	}
	checkpoint, opened, refused := w.open(message)
	if refused != nil {
		return *refused
	}
	w.lock.Lock()
	defer w.lock.Unlock()
	if oldSize > checkpoint.Size {
		return refusal(http.StatusBadRequest, "the old size is greater than that of the checkpoint")
	}
	if oldSize != w.size {
		return answer{http.StatusConflict, textOfTheLogSize, fmt.Sprintf("%d\n", w.size)}
	}
	if err := proof.VerifyConsistency(rfc6962.DefaultHasher, oldSize, checkpoint.Size, hashes, w.root, checkpoint.Hash); err != nil {
		return refusal(http.StatusUnprocessableEntity, err.Error())
	}
	cosigned, err := note.Sign(&note.Note{Text: opened.Text}, w.signer)
	if err != nil {
		return refusal(http.StatusInternalServerError, err.Error())
	}
	signedByLog, err := note.Sign(&note.Note{Text: opened.Text, Sigs: opened.Sigs})
	if err != nil {
		return refusal(http.StatusInternalServerError, err.Error())
	}
	line := string(cosigned[len(opened.Text)+1:])
	w.size, w.root, w.kept = checkpoint.Size, checkpoint.Hash, string(signedByLog)+line
	return answer{http.StatusOK, plainText, line}
}

// open opens a checkpoint of the log: 400 where it is none, 404 where it is of another log, 403 where the log has not
// signed it.
func (w *witness) open(message []byte) (*log.Checkpoint, *note.Note, *answer) {
	refuse := func(status int, why string) (*log.Checkpoint, *note.Note, *answer) {
		said := refusal(status, why)
		return nil, nil, &said
	}
	var unverified *note.UnverifiedNoteError
	// Without any known key, a note in good form is one that nobody has verified, and all else is malformed.
	if _, err := note.Open(message, nil); !errors.As(err, &unverified) {
		return refuse(http.StatusBadRequest, err.Error())
	}
	if origin, _, _ := strings.Cut(unverified.Note.Text, "\n"); origin != w.log.Name() {
		return refuse(http.StatusNotFound, "the log is unknown here")
	}
	if _, err := note.Open(message, note.VerifierList(w.log)); err != nil {
		return refuse(http.StatusForbidden, err.Error())
	}
	checkpoint, _, opened, err := log.ParseCheckpoint(message, w.log.Name(), w.log)
	if err != nil {
		return refuse(http.StatusBadRequest, err.Error())
	}
	if len(checkpoint.Hash) != hashBytes {
		return refuse(http.StatusBadRequest, "the root is no SHA-256 value")
	}
	return checkpoint, opened, nil
}

// splitBody reads the lines before the checkpoint: the old size, and the hashes of the proof.
func splitBody(body []byte) (oldSize uint64, hashes [][]byte, message []byte, err error) {
	head, message, isThere := bytes.Cut(body, []byte("\n\n"))
	lines := strings.Split(string(head), "\n")
	text, isOld := strings.CutPrefix(lines[0], "old ")
	if !isThere || !isOld || len(lines) > 1+proofHashesMax {
		return 0, nil, nil, errors.New("not the body of add-checkpoint")
	}
	oldSize, err = strconv.ParseUint(text, 10, 64)
	if err != nil || strconv.FormatUint(oldSize, 10) != text {
		return 0, nil, nil, errors.New("the old size is no decimal number")
	}
	for _, line := range lines[1:] {
		hash, err := base64.StdEncoding.Strict().DecodeString(line)
		if err != nil || len(hash) != hashBytes || base64.StdEncoding.EncodeToString(hash) != line {
			return 0, nil, nil, errors.New("a line of the proof is no SHA-256 value")
		}
		hashes = append(hashes, hash)
	}
	return oldSize, hashes, message, nil
}
