// Proves a disclosure of parts of an original by the Merkle tree of others: transparency-dev/merkle. It knows nothing of
// this program but the form of the file. Prints "proven: SHOWN of PARTS", or "refused: WHY".
package main

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"

	"github.com/transparency-dev/merkle/compact"
	"github.com/transparency-dev/merkle/rfc6962"
)

type line struct {
	Commitment *struct {
		Parts uint64
		Root  string
	}
	Part     uint64
	Salt     string
	Name     string
	Content  string
	More     bool
	Withheld []uint64
	Hashes   []string
}

func main() {
	shown, parts, err := prove(os.Args[1])
	if err != nil {
		fmt.Println("refused:", err)
		return
	}
	fmt.Printf("proven: %d of %d\n", shown, parts)
}

func prove(path string) (shown, parts uint64, err error) {
	file, err := os.Open(path)
	if err != nil {
		return 0, 0, err
	}
	defer file.Close()
	factory := compact.RangeFactory{Hash: rfc6962.DefaultHasher.HashChildren}
	whole := factory.NewEmptyRange(0)
	root := ""
	part := sha256.New()
	var begun line
	scanner := bufio.NewScanner(file)
	scanner.Buffer(nil, 1<<20)
	for scanner.Scan() {
		var said line
		if err := json.Unmarshal(scanner.Bytes(), &said); err != nil {
			return 0, 0, err
		}
		switch {
		case said.Commitment != nil:
			root, parts = said.Commitment.Root, said.Commitment.Parts
		case said.Withheld != nil:
			var hashes [][]byte
			for _, text := range said.Hashes {
				hash, err := hex.DecodeString(text)
				if err != nil {
					return 0, 0, err
				}
				hashes = append(hashes, hash)
			}
			withheld, err := factory.NewRange(said.Withheld[0]-1, said.Withheld[1], hashes)
			if err != nil {
				return 0, 0, err
			}
			if err := whole.AppendRange(withheld, nil); err != nil {
				return 0, 0, err
			}
		default:
			if said.Salt != "" {
				begun = said
				part.Reset()
			}
			content, err := base64.RawURLEncoding.DecodeString(said.Content)
			if err != nil {
				return 0, 0, err
			}
			part.Write(content)
			if said.More {
				continue
			}
			if begun.Part != whole.End()+1 {
				return 0, 0, fmt.Errorf("part %d is out of its place", begun.Part)
			}
			salt, err := base64.RawURLEncoding.DecodeString(begun.Salt)
			if err != nil {
				return 0, 0, err
			}
			entry := bytes.Join([][]byte{[]byte("rogatory-part/v1\x00"), salt, part.Sum(nil), []byte(begun.Name)}, nil)
			if err := whole.Append(rfc6962.DefaultHasher.HashLeaf(entry), nil); err != nil {
				return 0, 0, err
			}
			shown++
		}
	}
	if err := scanner.Err(); err != nil {
		return 0, 0, err
	}
	if whole.End() != parts {
		return 0, 0, fmt.Errorf("%d parts, not %d", whole.End(), parts)
	}
	computed, err := whole.GetRootHash(nil)
	if err != nil {
		return 0, 0, err
	}
	if hex.EncodeToString(computed) != root {
		return 0, 0, fmt.Errorf("another root")
	}
	return shown, parts, nil
}
