// Command gotlog checks a log on disk with the Go implementation of transparency logs, which shares no code with
// ours: the signed checkpoint, every record through the tiles, every entry, and proofs that we made where there are
// any, as numbers (proofs.json) and as texts (tlog-proofs). A bundle for an auditor is such a folder.
//
// Use: gotlog FOLDER. It prints one line and exits 0 where everything holds, 1 where anything does not.
package main

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const height = 8

// proofs is what proofs.json holds: hashes in standard base64, as in the text forms of C2SP.
type proofs struct {
	Inclusion []struct {
		Index int64
		Size  int64
		Root  tlog.Hash
		Proof tlog.RecordProof
	}
	Consistency []struct {
		From     int64
		FromRoot tlog.Hash
		To       int64
		ToRoot   tlog.Hash
		Proof    tlog.TreeProof
	}
}

// tiles reads the tiles of a folder in the layout of C2SP tlog-tiles.
type tiles struct{ folder string }

func (tiles) Height() int { return height }

func (t tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range wanted {
		data, err := os.ReadFile(filepath.Join(t.folder, c2spPath(tile)))
		if err != nil {
			return nil, err
		}
		all = append(all, data)
	}
	return all, nil
}

func (tiles) SaveTiles([]tlog.Tile, [][]byte) {}

// c2spPath is Go's own path without the height: tile/8/0/000 is tile/0/000, tile/8/data/000 is tile/entries/000.
func c2spPath(tile tlog.Tile) string {
	path := strings.TrimPrefix(tile.Path(), fmt.Sprintf("tile/%d/", height))
	return "tile/" + strings.Replace(path, "data/", "entries/", 1)
}

func main() {
	if err := check(os.Args[1]); err != nil {
		fmt.Println("refused:", err)
		os.Exit(1)
	}
}

func check(folder string) error {
	verifier, err := readKey(folder)
	if err != nil {
		return err
	}
	tree, err := openCheckpoint(folder, verifier)
	if err != nil {
		return err
	}
	leaves, err := readLeaves(folder, tree)
	if err != nil {
		return err
	}
	if err := checkEntries(folder, tree, leaves); err != nil {
		return err
	}
	if err := checkProofs(folder, tree, leaves); err != nil {
		return err
	}
	if err := checkTextProofs(folder, verifier, leaves); err != nil {
		return err
	}
	fmt.Println("accepted:", tree.N)
	return nil
}

func readKey(folder string) (note.Verifier, error) {
	key, err := os.ReadFile(filepath.Join(folder, "keys/log.vkey"))
	if err != nil {
		return nil, err
	}
	return note.NewVerifier(strings.TrimSuffix(string(key), "\n"))
}

func openCheckpoint(folder string, verifier note.Verifier) (tree tlog.Tree, err error) {
	message, err := os.ReadFile(filepath.Join(folder, "checkpoint"))
	if err != nil {
		return tree, err
	}
	return openHead(message, verifier)
}

func openHead(message []byte, verifier note.Verifier) (tree tlog.Tree, err error) {
	opened, err := note.Open(message, note.VerifierList(verifier))
	if err != nil {
		return tree, err
	}
	// Go's own tree note has another first line; the size and the root stand in the same places.
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[0] != verifier.Name() || lines[3] != "" {
		return tree, fmt.Errorf("the checkpoint is not three lines of %s", verifier.Name())
	}
	return tlog.ParseTree([]byte("go.sum database tree\n" + lines[1] + "\n" + lines[2] + "\n"))
}

// readLeaves reads every leaf hash; TileHashReader checks each tile against the root.
func readLeaves(folder string, tree tlog.Tree) ([]tlog.Hash, error) {
	reader := tlog.TileHashReader(tree, tiles{folder})
	indexes := make([]int64, tree.N)
	for n := range indexes {
		indexes[n] = tlog.StoredHashIndex(0, int64(n))
	}
	leaves, err := reader.ReadHashes(indexes)
	if err != nil {
		return nil, err
	}
	step := tree.N/200 + 1
	for n := int64(0); n < tree.N; n += step {
		proof, err := tlog.ProveRecord(tree.N, n, reader)
		if err != nil {
			return nil, err
		}
		if err := tlog.CheckRecord(proof, tree.N, tree.Hash, n, leaves[n]); err != nil {
			return nil, err
		}
	}
	return leaves, nil
}

func checkEntries(folder string, tree tlog.Tree, leaves []tlog.Hash) error {
	for first := int64(0); first < tree.N; first += 1 << height {
		tile := tlog.Tile{H: height, L: -1, N: first >> height, W: int(min(1<<height, tree.N-first))}
		data, err := os.ReadFile(filepath.Join(folder, c2spPath(tile)))
		if err != nil {
			return err
		}
		bundle := bytes.NewReader(data)
		for n := first; n < first+int64(tile.W); n++ {
			var length uint16
			if err := binary.Read(bundle, binary.BigEndian, &length); err != nil {
				return fmt.Errorf("entry %d: %w", n, err)
			}
			entry := make([]byte, length)
			if read, _ := bundle.Read(entry); read != int(length) || tlog.RecordHash(entry) != leaves[n] {
				return fmt.Errorf("entry %d is not the leaf of the tree", n)
			}
		}
		if bundle.Len() != 0 {
			return fmt.Errorf("%s goes on after its last entry", tile.Path())
		}
	}
	return nil
}

func checkProofs(folder string, tree tlog.Tree, leaves []tlog.Hash) error {
	data, err := os.ReadFile(filepath.Join(folder, "proofs.json"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	var made proofs
	if err := json.Unmarshal(data, &made); err != nil {
		return err
	}
	for _, p := range made.Inclusion {
		if p.Index < 0 || p.Index >= int64(len(leaves)) {
			return fmt.Errorf("inclusion of %d: there is no such entry", p.Index)
		}
		if err := tlog.CheckRecord(p.Proof, p.Size, p.Root, p.Index, leaves[p.Index]); err != nil {
			return fmt.Errorf("inclusion of %d in %d: %w", p.Index, p.Size, err)
		}
	}
	for _, p := range made.Consistency {
		if err := tlog.CheckTree(p.Proof, p.To, p.ToRoot, p.From, p.FromRoot); err != nil {
			return fmt.Errorf("consistency of %d with %d: %w", p.From, p.To, err)
		}
		if p.To == tree.N && p.ToRoot != tree.Hash {
			return fmt.Errorf("the proofs are of another tree")
		}
	}
	return nil
}

// checkTextProofs checks the texts of proofs (C2SP tlog-proof) in the folder tlog-proofs, where there is one: each must lead from
// the entry that it names to a head that the log has signed.
func checkTextProofs(folder string, verifier note.Verifier, leaves []tlog.Hash) error {
	paths, err := filepath.Glob(filepath.Join(folder, "tlog-proofs", "*"))
	if err != nil {
		return err
	}
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if err := checkTextProof(string(text), verifier, leaves); err != nil {
			return fmt.Errorf("%s: %w", filepath.Base(path), err)
		}
	}
	return nil
}

func checkTextProof(text string, verifier note.Verifier, leaves []tlog.Hash) error {
	head, message, found := strings.Cut(text, "\n\n")
	lines := strings.Split(head, "\n")
	if !found || len(lines) < 2 || lines[0] != "c2sp.org/tlog-proof@v1" {
		return errors.New("it is not the text of a proof")
	}
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[1], "index "), 10, 64)
	if err != nil || lines[1] != fmt.Sprintf("index %d", index) || index < 0 || index >= int64(len(leaves)) {
		return fmt.Errorf("it names no entry: %s", lines[1])
	}
	proof := tlog.RecordProof{}
	for _, line := range lines[2:] {
		hash, err := tlog.ParseHash(line)
		if err != nil {
			return err
		}
		proof = append(proof, hash)
	}
	tree, err := openHead([]byte(message), verifier)
	if err != nil {
		return err
	}
	return tlog.CheckRecord(proof, tree.N, tree.Hash, index, leaves[index])
}
