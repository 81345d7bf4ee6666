package backstay

import (
	"maps"
	"slices"
	"strings"
)

// Header fields cross to the core as lines of UTF-8. In Go their values are the bytes that the wire has, so each byte is one character of
// Latin-1, there and back.

// toLines joins fields. A line feed would begin another field, so a carriage return, which the core refuses, stands for it.
func toLines(header map[string][]string) string {
	var lines strings.Builder
	for _, name := range slices.Sorted(maps.Keys(header)) {
		for _, value := range header[name] {
			writeLatin1(&lines, name)
			lines.WriteString(": ")
			writeLatin1(&lines, value)
			lines.WriteByte('\n')
		}
	}
	return lines.String()
}

func writeLatin1(lines *strings.Builder, text string) {
	for i := range len(text) {
		switch c := text[i]; c {
		case '\n':
			lines.WriteByte('\r')
		default:
			lines.WriteRune(rune(c))
		}
	}
}

// fromLines splits the core's lines. The values of one name stay in their order.
func fromLines(lines string) map[string][]string {
	header := map[string][]string{}
	for line := range strings.Lines(lines) {
		name, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), ": ")
		header[name] = append(header[name], latin1(value))
	}
	return header
}

// latin1 encodes text. What no byte stands for was never in a header.
func latin1(text string) string {
	encoded := make([]byte, 0, len(text))
	for _, c := range text {
		if c > 0xff {
			c = '?'
		}
		encoded = append(encoded, byte(c))
	}
	return string(encoded)
}
