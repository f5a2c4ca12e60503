// Strangers, in a program that costs as little as it can: they post what nobody has signed, as often as they are told
// to, whatever becomes of it. The flood is read as one JSON object; what came of it is written as another.
package main

import (
	"encoding/json"
	"fmt"
	"net"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

type flood struct {
	Port           int      `json:"port"`
	LocalAddresses []string `json:"localAddresses"`
	PerSecond      float64  `json:"perSecond"`
	Connections    int      `json:"connections"`
	Together       int      `json:"together"`
	Ms             int      `json:"ms"`
}

type flooded struct {
	OfferedPerSecond    float64 `json:"offeredPerSecond"`
	ConnectedPerSecond  float64 `json:"connectedPerSecond"`
	TurnedAwayPerSecond float64 `json:"turnedAwayPerSecond"`
	AnsweredPerSecond   float64 `json:"answeredPerSecond"`
	Busy                float64 `json:"busy"`
}

var offered, connected, turnedAway, answered atomic.Int64

// stranger offers bursts over one connection after another until the time is over.
func stranger(order flood, burst []byte, due func() bool, end time.Time) {
	target := &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: order.Port}
	answer := make([]byte, 4096)
	for time.Now().Before(end) {
		if !due() {
			time.Sleep(2 * time.Millisecond)
			continue
		}
		at := connected.Add(1)
		offered.Add(int64(order.Together))
		local := &net.TCPAddr{IP: net.ParseIP(order.LocalAddresses[int(at)%len(order.LocalAddresses)])}
		connection, err := net.DialTCP("tcp", local, target)
		if err != nil {
			turnedAway.Add(1)
			continue
		}
		isAnswered := false
		for {
			if _, err = connection.Write(burst); err != nil {
				break
			}
			connection.SetReadDeadline(end)
			if _, err = connection.Read(answer); err != nil {
				break
			}
			isAnswered = true
			answered.Add(1)
			if !due() {
				break
			}
			offered.Add(int64(order.Together))
		}
		if !isAnswered {
			turnedAway.Add(1)
		}
		connection.SetLinger(0)
		connection.Close()
	}
}

func processorSeconds() float64 {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		return 0
	}
	return float64(usage.Utime.Sec+usage.Stime.Sec) + float64(usage.Utime.Usec+usage.Stime.Usec)/1e6
}

func main() {
	var order flood
	if err := json.NewDecoder(os.Stdin).Decode(&order); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	body := strings.Repeat("a", 200)
	request := fmt.Sprintf("POST /exchange/messages HTTP/1.1\r\nHost: node\r\nContent-Type: application/vnd.rogatory.messages\r\nContent-Length: %d\r\n\r\n%s", len(body), body)
	burst := []byte(strings.Repeat(request, order.Together))
	began := time.Now()
	end := began.Add(time.Duration(order.Ms) * time.Millisecond)
	// What cannot be offered in time is not made up for.
	due := func() bool {
		return float64(offered.Load()) < time.Since(began).Seconds()*order.PerSecond
	}
	var all sync.WaitGroup
	for range order.Connections {
		all.Add(1)
		go func() {
			defer all.Done()
			stranger(order, burst, due, end)
		}()
	}
	all.Wait()
	seconds := time.Since(began).Seconds()
	json.NewEncoder(os.Stdout).Encode(flooded{
		OfferedPerSecond:    float64(offered.Load()) / seconds,
		ConnectedPerSecond:  float64(connected.Load()) / seconds,
		TurnedAwayPerSecond: float64(turnedAway.Load()) / seconds,
		AnsweredPerSecond:   float64(answered.Load()) / seconds,
		Busy:                processorSeconds() / seconds,
	})
}
