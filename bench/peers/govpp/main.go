// GoVPP on the cases of the benchmark, over its channel API or its stream API:
//
//	govpp channel|stream CASE SOCKET - SIZE WINDOW TABLE
//
// prints the figures of one run as JSON. The bindings are those that come with GoVPP; every message used has the
// CRC of VPP 26.06, which connecting checks.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strconv"
	"syscall"
	"time"

	"github.com/sirupsen/logrus"
	"go.fd.io/govpp"
	"go.fd.io/govpp/api"
	"go.fd.io/govpp/binapi/fib_types"
	interfaces "go.fd.io/govpp/binapi/interface"
	"go.fd.io/govpp/binapi/interface_types"
	"go.fd.io/govpp/binapi/ip"
	"go.fd.io/govpp/binapi/ip_types"
	"go.fd.io/govpp/binapi/memclnt"
	"go.fd.io/govpp/binapi/vpe"
	"go.fd.io/govpp/core"
)

type figures struct {
	Count     int      `json:"count"`
	Seconds   float64  `json:"seconds"`
	CPU       float64  `json:"cpu"`
	Megabytes float64  `json:"megabytes"`
	P50       *float64 `json:"p50,omitempty"`
	P99       *float64 `json:"p99,omitempty"`
}

// client is what both APIs can do.
type client interface {
	// pipeline keeps up to window requests in flight until size have been answered.
	pipeline(size, window int, request func(i int) api.Message, reply func() api.Message) error
	// interfaces and routes dump, and return how many came.
	interfaces() (int, error)
	routes(table uint32) (int, error)
	// watch delivers interface events from now on.
	watch(buffer int) (<-chan api.Message, error)
}

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func cpu() (seconds, megabytes float64) {
	var usage syscall.Rusage
	must(syscall.Getrusage(syscall.RUSAGE_SELF, &usage))
	return float64(usage.Utime.Nano()+usage.Stime.Nano()) / 1e9, float64(usage.Maxrss) / 1024
}

func main() {
	logrus.SetLevel(logrus.ErrorLevel)
	kind, name, socket := os.Args[1], os.Args[2], os.Args[3]
	size, _ := strconv.Atoi(os.Args[5])
	window, _ := strconv.Atoi(os.Args[6])
	table, _ := strconv.Atoi(os.Args[7])

	begin := time.Now()
	used, _ := cpu()
	conn, err := govpp.Connect(socket)
	must(err)
	defer conn.Disconnect()
	var out figures
	if name == "connect" {
		out = figures{Count: 1, Seconds: time.Since(begin).Seconds()}
	} else {
		c, err := open(kind, conn, window)
		must(err)
		used, _ = cpu()
		out = run(c, name, size, window, uint32(table))
	}
	after, megabytes := cpu()
	out.CPU, out.Megabytes = after-used, megabytes
	must(json.NewEncoder(os.Stdout).Encode(out))
}

func open(kind string, conn *core.Connection, window int) (client, error) {
	if kind == "channel" {
		return openChannel(conn, window)
	}
	return openStream(conn, window)
}

func run(c client, name string, size, window int, table uint32) figures {
	switch name {
	case "ping":
		return requests(c, size, window,
			func(int) api.Message { return &memclnt.ControlPing{} },
			func() api.Message { return &memclnt.ControlPingReply{} })
	case "show-version":
		return requests(c, size, window,
			func(int) api.Message { return &vpe.ShowVersion{} },
			func() api.Message { return &vpe.ShowVersionReply{} })
	case "route-add":
		return requests(c, size, window,
			func(i int) api.Message { return route(i, table) },
			func() api.Message { return &ip.IPRouteAddDelReply{} })
	case "interface-dump":
		begin := time.Now()
		count := 0
		for count < size {
			n, err := c.interfaces()
			must(err)
			count += n
		}
		return figures{Count: count, Seconds: time.Since(begin).Seconds()}
	case "route-dump":
		begin := time.Now()
		count, err := c.routes(table)
		must(err)
		if count < size {
			must(fmt.Errorf("%d routes, %d expected", count, size))
		}
		return figures{Count: count, Seconds: time.Since(begin).Seconds()}
	case "set-flags":
		return setFlags(c, size, window)
	}
	must(fmt.Errorf("no case %s", name))
	return figures{}
}

func requests(c client, size, window int, request func(int) api.Message, reply func() api.Message) figures {
	if window == 1 {
		return oneByOne(c, size, request, reply)
	}
	begin := time.Now()
	must(c.pipeline(size, window, request, reply))
	return figures{Count: size, Seconds: time.Since(begin).Seconds()}
}

func oneByOne(c client, size int, request func(int) api.Message, reply func() api.Message) figures {
	times := make([]float64, size)
	begin := time.Now()
	for i := range times {
		start := time.Now()
		must(c.pipeline(1, 1, func(int) api.Message { return request(i) }, reply))
		times[i] = time.Since(start).Seconds()
	}
	seconds := time.Since(begin).Seconds()
	slices.Sort(times)
	return figures{Count: size, Seconds: seconds, P50: &times[size/2], P99: &times[size*99/100]}
}

// setFlags takes interfaces 1 to window up and down in turn and waits for as many events as there were calls.
func setFlags(c client, size, window int) figures {
	events, err := c.watch(size)
	must(err)
	must(c.pipeline(1, 1,
		func(int) api.Message {
			return &interfaces.WantInterfaceEvents{EnableDisable: 1, PID: uint32(os.Getpid())}
		},
		func() api.Message { return &interfaces.WantInterfaceEventsReply{} }))
	begin := time.Now()
	seen := make(chan struct{})
	go func() {
		for range size {
			<-events
		}
		close(seen)
	}()
	must(c.pipeline(size, window,
		func(i int) api.Message {
			flags := interface_types.IfStatusFlags(0)
			if (i/window)%2 == 0 {
				flags = interface_types.IF_STATUS_API_FLAG_ADMIN_UP
			}
			return &interfaces.SwInterfaceSetFlags{
				SwIfIndex: interface_types.InterfaceIndex(1 + i%window),
				Flags:     flags,
			}
		},
		func() api.Message { return &interfaces.SwInterfaceSetFlagsReply{} }))
	<-seen
	return figures{Count: size, Seconds: time.Since(begin).Seconds()}
}

func route(i int, table uint32) api.Message {
	var address ip_types.AddressUnion
	address.SetIP4(ip_types.IP4Address{10, byte(i >> 16), byte(i >> 8), byte(i)})
	return &ip.IPRouteAddDel{
		IsAdd: true,
		Route: ip.IPRoute{
			TableID: table,
			Prefix:  ip_types.Prefix{Address: ip_types.Address{Af: ip_types.ADDRESS_IP4, Un: address}, Len: 32},
			NPaths:  1,
			Paths:   []fib_types.FibPath{{SwIfIndex: ^uint32(0), Weight: 1, Type: fib_types.FIB_API_PATH_TYPE_DROP}},
		},
	}
}
