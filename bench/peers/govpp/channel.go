package main

import (
	"go.fd.io/govpp/api"
	interfaces "go.fd.io/govpp/binapi/interface"
	"go.fd.io/govpp/binapi/ip"
	"go.fd.io/govpp/core"
)

// channel is GoVPP's older API: requests and replies over one Channel, in order.
type channel struct{ api.Channel }

func openChannel(conn *core.Connection, window int) (client, error) {
	ch, err := conn.NewAPIChannelBuffered(max(window, 100), max(window, 100))
	return channel{ch}, err
}

func (c channel) pipeline(size, window int, request func(int) api.Message, reply func() api.Message) error {
	flying := make([]api.RequestCtx, window)
	sent := 0
	for answered := range size {
		for ; sent < size && sent-answered < window; sent++ {
			flying[sent%window] = c.SendRequest(request(sent))
		}
		if err := flying[answered%window].ReceiveReply(reply()); err != nil {
			return err
		}
	}
	return nil
}

func (c channel) interfaces() (int, error) {
	return c.drain(&interfaces.SwInterfaceDump{}, func() api.Message { return &interfaces.SwInterfaceDetails{} })
}

func (c channel) routes(table uint32) (int, error) {
	return c.drain(&ip.IPRouteDump{Table: ip.IPTable{TableID: table}}, func() api.Message { return &ip.IPRouteDetails{} })
}

func (c channel) drain(request api.Message, details func() api.Message) (int, error) {
	ctx := c.SendMultiRequest(request)
	for count := 0; ; count++ {
		last, err := ctx.ReceiveReply(details())
		if last || err != nil {
			return count, err
		}
	}
}

func (c channel) watch(buffer int) (<-chan api.Message, error) {
	events := make(chan api.Message, buffer)
	_, err := c.SubscribeNotification(events, &interfaces.SwInterfaceEvent{})
	return events, err
}
