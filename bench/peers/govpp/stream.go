package main

import (
	"context"
	"fmt"

	"go.fd.io/govpp/api"
	interfaces "go.fd.io/govpp/binapi/interface"
	"go.fd.io/govpp/binapi/ip"
	"go.fd.io/govpp/binapi/memclnt"
	"go.fd.io/govpp/core"
)

// stream is GoVPP's newer API: whole messages in, whole messages out.
type stream struct {
	api.Stream
	conn *core.Connection
}

func openStream(conn *core.Connection, window int) (client, error) {
	s, err := conn.NewStream(context.Background(), core.WithReplySize(max(window, 100)))
	return stream{s, conn}, err
}

func (s stream) pipeline(size, window int, request func(int) api.Message, _ func() api.Message) error {
	sent := 0
	for answered := range size {
		for ; sent < size && sent-answered < window; sent++ {
			if err := s.SendMsg(request(sent)); err != nil {
				return err
			}
		}
		if _, err := s.RecvMsg(); err != nil {
			return err
		}
	}
	return nil
}

func (s stream) interfaces() (int, error) { return s.drain(&interfaces.SwInterfaceDump{}) }

func (s stream) routes(table uint32) (int, error) {
	return s.drain(&ip.IPRouteDump{Table: ip.IPTable{TableID: table}})
}

func (s stream) drain(request api.Message) (int, error) {
	if err := s.SendMsg(request); err != nil {
		return 0, err
	}
	if err := s.SendMsg(&memclnt.ControlPing{}); err != nil {
		return 0, err
	}
	for count := 0; ; count++ {
		msg, err := s.RecvMsg()
		if err != nil {
			return count, err
		}
		switch msg.(type) {
		case *ip.IPRouteDetails, *interfaces.SwInterfaceDetails:
		case *memclnt.ControlPingReply:
			return count, nil
		default:
			return count, fmt.Errorf("unexpected %s", msg.GetMessageName())
		}
	}
}

func (s stream) watch(buffer int) (<-chan api.Message, error) {
	watcher, err := s.conn.WatchEventWithOptions(context.Background(), &interfaces.SwInterfaceEvent{},
		core.WithEventBufferSize(buffer), core.WithNotifBufferSize(buffer))
	if err != nil {
		return nil, err
	}
	return watcher.Events(), nil
}
