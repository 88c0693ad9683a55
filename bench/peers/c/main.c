/* VPP's C client (vapi) on the cases of the benchmark: c shm|socket CASE SOCKET - SIZE WINDOW TABLE
 * prints figures. `shm` goes through shared memory, whose names begin with $VPP_SHM_PREFIX; `socket` through the Unix socket. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>
#include <vapi/vapi.h>
#include <vapi/interface.api.vapi.h>
#include <vapi/ip.api.vapi.h>
#include <vapi/memclnt.api.vapi.h>
#include <vapi/vpe.api.vapi.h>

DEFINE_VAPI_MSG_IDS_MEMCLNT_API_JSON
DEFINE_VAPI_MSG_IDS_VPE_API_JSON
DEFINE_VAPI_MSG_IDS_INTERFACE_API_JSON
DEFINE_VAPI_MSG_IDS_IP_API_JSON

/* Elements of the queue that VPP answers into, at least: a full one holds VPP up. */
#define RESPONSES 4096

static vapi_ctx_t ctx;
static int window, table;
static long answered, details, events, failed;
static bool ended;

static double now (void)
{
  struct timespec t;
  clock_gettime (CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec / 1e9;
}

static double cpu (void)
{
  struct rusage r;
  getrusage (RUSAGE_SELF, &r);
  return r.ru_utime.tv_sec + r.ru_stime.tv_sec + (r.ru_utime.tv_usec + r.ru_stime.tv_usec) / 1e6;
}

static void check (vapi_error_e rv, const char *what)
{
  if (rv == VAPI_OK)
    return;
  fprintf (stderr, "%s: vapi error %d\n", what, rv);
  exit (1);
}

#define ON_REPLY(NAME)                                                                                         \
  static vapi_error_e on_##NAME (vapi_ctx_t c, void *arg, vapi_error_e rv, bool last,                          \
				 vapi_payload_##NAME##_reply *reply)                                           \
  {                                                                                                            \
    answered++;                                                                                                \
    failed += rv != VAPI_OK || reply->retval != 0;                                                             \
    return VAPI_OK;                                                                                            \
  }
ON_REPLY (control_ping)
ON_REPLY (show_version)
ON_REPLY (ip_route_add_del)
ON_REPLY (sw_interface_set_flags)
ON_REPLY (want_interface_events)

#define ON_DETAILS(NAME, PAYLOAD)                                                                              \
  static vapi_error_e on_##NAME (vapi_ctx_t c, void *arg, vapi_error_e rv, bool last, PAYLOAD *payload)        \
  {                                                                                                            \
    if (payload != NULL)                                                                                       \
      details++;                                                                                               \
    ended = last;                                                                                              \
    return VAPI_OK;                                                                                            \
  }
ON_DETAILS (routes, vapi_payload_ip_route_details)
ON_DETAILS (interfaces, vapi_payload_sw_interface_details)

static vapi_error_e on_event (vapi_ctx_t c, void *arg, vapi_payload_sw_interface_event *event)
{
  events++;
  return VAPI_OK;
}

static vapi_error_e ping (long i)
{
  vapi_msg_control_ping *m = vapi_alloc_control_ping (ctx);
  return m ? vapi_control_ping (ctx, m, on_control_ping, NULL) : VAPI_EAGAIN;
}

static vapi_error_e version (long i)
{
  vapi_msg_show_version *m = vapi_alloc_show_version (ctx);
  return m ? vapi_show_version (ctx, m, on_show_version, NULL) : VAPI_EAGAIN;
}

static vapi_error_e route (long i)
{
  vapi_msg_ip_route_add_del *m = vapi_alloc_ip_route_add_del (ctx, 1);
  if (!m)
    return VAPI_EAGAIN;
  vapi_payload_ip_route_add_del *p = &m->payload;
  p->is_add = true;
  p->is_multipath = false;
  p->route.table_id = table;
  p->route.stats_index = 0;
  memset (&p->route.prefix, 0, sizeof p->route.prefix);
  p->route.prefix.address.af = ADDRESS_IP4;
  u8 *ip4 = (u8 *) &p->route.prefix.address.un.ip4;
  ip4[0] = 10, ip4[1] = i >> 16, ip4[2] = i >> 8, ip4[3] = i;
  p->route.prefix.len = 32;
  memset (p->route.paths, 0, sizeof p->route.paths[0]);
  p->route.paths[0].sw_if_index = ~0;
  p->route.paths[0].weight = 1;
  p->route.paths[0].type = FIB_API_PATH_TYPE_DROP;
  return vapi_ip_route_add_del (ctx, m, on_ip_route_add_del, NULL);
}

static vapi_error_e set_flags (long i)
{
  vapi_msg_sw_interface_set_flags *m = vapi_alloc_sw_interface_set_flags (ctx);
  if (!m)
    return VAPI_EAGAIN;
  m->payload.sw_if_index = 1 + i % window;
  m->payload.flags = i / window % 2 ? 0 : IF_STATUS_API_FLAG_ADMIN_UP;
  return vapi_sw_interface_set_flags (ctx, m, on_sw_interface_set_flags, NULL);
}

static vapi_error_e want_events (long i)
{
  vapi_msg_want_interface_events *m = vapi_alloc_want_interface_events (ctx);
  if (!m)
    return VAPI_EAGAIN;
  m->payload.enable_disable = 1;
  m->payload.pid = getpid ();
  return vapi_want_interface_events (ctx, m, on_want_interface_events, NULL);
}

static void take (void)
{
  vapi_error_e rv;
  do
    rv = vapi_dispatch_one_timedwait (ctx, 10);
  while (rv == VAPI_EAGAIN);
  check (rv, "dispatch");
}

static void pipeline (vapi_error_e (*send) (long), long size, int in_flight)
{
  long sent = 0;
  answered = 0;
  while (answered < size)
    {
      while (sent < size && sent - answered < in_flight)
	{
	  vapi_error_e rv = send (sent);
	  if (rv == VAPI_EAGAIN)
	    break;
	  check (rv, "send");
	  sent++;
	}
      take ();
    }
  if (failed)
    {
      fprintf (stderr, "%ld calls were refused\n", failed);
      exit (1);
    }
}

static int by_size (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;
  return (x > y) - (x < y);
}

static void requests (vapi_error_e (*send) (long), long size, double *times)
{
  if (window > 1)
    {
      pipeline (send, size, window);
      return;
    }
  for (long i = 0; i < size; i++)
    {
      double start = now ();
      pipeline (send, 1, 1);
      times[i] = now () - start;
    }
}

static void route_dump (void)
{
  vapi_msg_ip_route_dump *m = vapi_alloc_ip_route_dump (ctx);
  memset (&m->payload, 0, sizeof m->payload);
  m->payload.table.table_id = table;
  ended = false;
  check (vapi_ip_route_dump (ctx, m, on_routes, NULL), "ip_route_dump");
  while (!ended)
    take ();
}

static void interface_dump (void)
{
  vapi_msg_sw_interface_dump *m = vapi_alloc_sw_interface_dump (ctx, 0);
  memset (&m->payload, 0, sizeof m->payload);
  m->payload.sw_if_index = ~0;
  ended = false;
  check (vapi_sw_interface_dump (ctx, m, on_interfaces, NULL), "sw_interface_dump");
  while (!ended)
    take ();
}

static long run (const char *name, long size, double *times)
{
  if (!strcmp (name, "ping"))
    requests (ping, size, times);
  else if (!strcmp (name, "show-version"))
    requests (version, size, times);
  else if (!strcmp (name, "route-add"))
    requests (route, size, times);
  else if (!strcmp (name, "route-dump"))
    route_dump ();
  else if (!strcmp (name, "interface-dump"))
    while (details < size)
      interface_dump ();
  else if (!strcmp (name, "set-flags"))
    {
      vapi_set_vapi_msg_sw_interface_event_event_cb (ctx, on_event, NULL);
      pipeline (want_events, 1, 1);
      pipeline (set_flags, size, window);
      while (events < size)
	take ();
    }
  else if (strcmp (name, "connect"))
    exit (2);
  return details > 0 ? details : size;
}

int main (int argc, char **argv)
{
  if (argc != 8)
    return 2;
  bool over_socket = !strcmp (argv[1], "socket");
  const char *name = argv[2];
  long size = atol (argv[5]);
  window = atoi (argv[6]);
  table = atoi (argv[7]);
  double *times = calloc (size, sizeof *times);

  double begin = now (), used = cpu ();
  check (vapi_ctx_alloc (&ctx), "ctx_alloc");
  check (vapi_connect_ex (ctx, "bench", over_socket ? argv[3] : getenv ("VPP_SHM_PREFIX"), window + 2,
			  window > RESPONSES / 2 ? window * 2 : RESPONSES,
			  VAPI_MODE_NONBLOCKING, true, over_socket),
	 "connect");
  if (strcmp (name, "connect"))
    {
      begin = now ();
      used = cpu ();
    }
  long count = run (name, size, times);
  double seconds = now () - begin;
  used = cpu () - used;
  struct rusage r;
  getrusage (RUSAGE_SELF, &r);
  printf ("{\"count\":%ld,\"seconds\":%.9f,\"cpu\":%.6f,\"megabytes\":%.1f", count, seconds, used,
	  r.ru_maxrss / 1024.0);
  if (window == 1 && details == 0 && strcmp (name, "connect"))
    {
      qsort (times, size, sizeof *times, by_size);
      printf (",\"p50\":%.9f,\"p99\":%.9f", times[size / 2], times[size * 99 / 100]);
    }
  printf ("}\n");
  vapi_disconnect (ctx);
  return 0;
}
