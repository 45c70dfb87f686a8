// SPDX-License-Identifier: Apache-2.0

// Command ledger reads a log that Tocsin has written with code that knows nothing of Tocsin:
// Go's golang.org/x/mod/sumdb.
//
//	ledger LOG VKEY PROOFS
//
// It checks the signature of the checkpoint, each entry against its tile, each tile against the
// root, the root against all entries, proofs that it makes itself and those that Tocsin made
// (PROOFS).  It prints what it has read, or what is wrong and exits with 1.
package main

import (
	"bufio"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const (
	height = 8
	width  = 1 << height
)

type log struct {
	folder string
	tree   tlog.Tree
	reader tlog.HashReader
}

// The three methods of tlog.TileReader.

func (l *log) Height() int { return height }

func (l *log) SaveTiles([]tlog.Tile, [][]byte) {}

// Paths of x/mod have the height of a tile in them, those of tlog-tiles have not.
func (l *log) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, t := range tiles {
		path := "tile/" + strings.TrimPrefix(t.Path(), "tile/8/")
		bytes, err := os.ReadFile(filepath.Join(l.folder, path))
		if err != nil {
			return nil, err
		}
		all = append(all, bytes)
	}
	return all, nil
}

func openLog(folder, vkey string) (*log, error) {
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		return nil, err
	}
	bytes, err := os.ReadFile(filepath.Join(folder, "checkpoint"))
	if err != nil {
		return nil, err
	}
	signed, err := note.Open(bytes, note.VerifierList(verifier))
	if err != nil {
		return nil, err
	}
	lines := strings.Split(signed.Text, "\n")
	if len(lines) != 4 || lines[0] != verifier.Name() {
		return nil, fmt.Errorf("not the checkpoint of %s: %q", verifier.Name(), signed.Text)
	}
	l := &log{folder: folder}
	if l.tree.N, err = strconv.ParseInt(lines[1], 10, 64); err != nil {
		return nil, err
	}
	if l.tree.Hash, err = tlog.ParseHash(lines[2]); err != nil {
		return nil, err
	}
	l.reader = tlog.TileHashReader(l.tree, l)
	return l, nil
}

func (l *log) bundle(number int64) ([][]byte, error) {
	count := l.tree.N - number*width
	if count > width {
		count = width
	}
	tile := tlog.Tile{H: height, L: 0, N: number, W: int(count)}
	path := "tile/entries/" + strings.TrimPrefix(tile.Path(), "tile/8/0/")
	bytes, err := os.ReadFile(filepath.Join(l.folder, path))
	if err != nil {
		return nil, err
	}
	var entries [][]byte
	for i := int64(0); i < count; i++ {
		if len(bytes) < 2 {
			return nil, fmt.Errorf("%s ends early", path)
		}
		size := 2 + int(binary.BigEndian.Uint16(bytes))
		if len(bytes) < size {
			return nil, fmt.Errorf("%s ends early", path)
		}
		entries = append(entries, bytes[2:size])
		bytes = bytes[size:]
	}
	if len(bytes) != 0 {
		return nil, fmt.Errorf("%s has more than its entries", path)
	}
	return entries, nil
}

// Every entry has the hash that the tiles have for it; and a tree made of the entries alone has
// the root that was signed.
func (l *log) checkEntries() error {
	var stored []tlog.Hash
	own := tlog.HashReaderFunc(func(at []int64) ([]tlog.Hash, error) {
		hashes := make([]tlog.Hash, len(at))
		for i, x := range at {
			hashes[i] = stored[x]
		}
		return hashes, nil
	})
	for n := int64(0); n*width < l.tree.N; n++ {
		entries, err := l.bundle(n)
		if err != nil {
			return err
		}
		at := make([]int64, len(entries))
		for i := range at {
			at[i] = tlog.StoredHashIndex(0, n*width+int64(i))
		}
		hashes, err := l.reader.ReadHashes(at)
		if err != nil {
			return err
		}
		for i, entry := range entries {
			index := n*width + int64(i)
			if tlog.RecordHash(entry) != hashes[i] {
				return fmt.Errorf("entry %d does not have its hash", index)
			}
			more, err := tlog.StoredHashes(index, entry, own)
			if err != nil {
				return err
			}
			stored = append(stored, more...)
		}
	}
	root, err := tlog.TreeHash(l.tree.N, own)
	if err != nil {
		return err
	}
	if root != l.tree.Hash {
		return fmt.Errorf("the entries have another root")
	}
	return nil
}

func (l *log) leaf(index int64) (tlog.Hash, error) {
	entries, err := l.bundle(index / width)
	if err != nil {
		return tlog.Hash{}, err
	}
	return tlog.RecordHash(entries[index%width]), nil
}

// Proofs made here of the tiles.
func (l *log) checkOwnProofs() error {
	for i := int64(0); i < l.tree.N; i += 1 + l.tree.N/97 {
		leaf, err := l.leaf(i)
		if err != nil {
			return err
		}
		record, err := tlog.ProveRecord(l.tree.N, i, l.reader)
		if err != nil {
			return err
		}
		if err := tlog.CheckRecord(record, l.tree.N, l.tree.Hash, i, leaf); err != nil {
			return err
		}
		old, err := tlog.TreeHash(i+1, l.reader)
		if err != nil {
			return err
		}
		growth, err := tlog.ProveTree(l.tree.N, i+1, l.reader)
		if err != nil {
			return err
		}
		if err := tlog.CheckTree(growth, l.tree.N, l.tree.Hash, i+1, old); err != nil {
			return err
		}
	}
	return nil
}

// One line of PROOFS: `entry INDEX SIZE HASH…` or `growth OLD SIZE HASH…`.
func (l *log) checkProof(line string) error {
	words := strings.Fields(line)
	if len(words) < 3 {
		return fmt.Errorf("no proof: %q", line)
	}
	at, err := strconv.ParseInt(words[1], 10, 64)
	if err != nil {
		return err
	}
	size, err := strconv.ParseInt(words[2], 10, 64)
	if err != nil {
		return err
	}
	var hashes []tlog.Hash
	for _, word := range words[3:] {
		var hash tlog.Hash
		bytes, err := base64.StdEncoding.Strict().DecodeString(word)
		if err != nil || len(bytes) != len(hash) {
			return fmt.Errorf("no hash: %q", word)
		}
		copy(hash[:], bytes)
		hashes = append(hashes, hash)
	}
	root, err := tlog.TreeHash(size, l.reader)
	if err != nil {
		return err
	}
	if words[0] == "growth" {
		old, err := tlog.TreeHash(at, l.reader)
		if err != nil {
			return err
		}
		return tlog.CheckTree(hashes, size, root, at, old)
	}
	leaf, err := l.leaf(at)
	if err != nil {
		return err
	}
	return tlog.CheckRecord(hashes, size, root, at, leaf)
}

func (l *log) checkProofs(name string) (int, error) {
	file, err := os.Open(name)
	if err != nil {
		return 0, err
	}
	defer file.Close()
	count := 0
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		if err := l.checkProof(lines.Text()); err != nil {
			return 0, fmt.Errorf("%s:%d: %w", name, count+1, err)
		}
		count++
	}
	return count, lines.Err()
}

func run(folder, vkey, proofs string) error {
	l, err := openLog(folder, vkey)
	if err != nil {
		return err
	}
	if err := l.checkEntries(); err != nil {
		return err
	}
	if err := l.checkOwnProofs(); err != nil {
		return err
	}
	count, err := l.checkProofs(proofs)
	if err != nil {
		return err
	}
	fmt.Printf("%d entries, %d proofs\n", l.tree.N, count)
	return nil
}

func main() {
	if len(os.Args) != 4 {
		fmt.Fprintln(os.Stderr, "usage: ledger LOG VKEY PROOFS")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Args[2], os.Args[3]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
