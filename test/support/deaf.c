/*
 * A file system that is mounted and never answers: it takes every request, and gives an answer to the first alone,
 * with which the kernel makes sure that somebody is there. Whoever calls stat on a name in it waits for ever, in a way
 * that no signal ends, until this process is killed. The protocol: linux/fuse.h.
 *
 * deaf PLACE: mounts itself there, says "mounted" and stays.
 */
#include <fcntl.h>
#include <linux/fuse.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <unistd.h>

static char request[1 << 20];

int main(int count, char **arguments) {
  if (count != 2) return 2;
  int device = open("/dev/fuse", O_RDWR);
  if (device < 0) return perror("/dev/fuse"), 1;
  char options[128];
  snprintf(options, sizeof options, "fd=%d,rootmode=40000,user_id=0,group_id=0,allow_other", device);
  if (mount("deaf", arguments[1], "fuse", MS_NOSUID | MS_NODEV, options) != 0) return perror("mount"), 1;
  for (;;) {
    ssize_t size = read(device, request, sizeof request);
    if (size < (ssize_t)sizeof(struct fuse_in_header)) return 0;
    const struct fuse_in_header *in = (const struct fuse_in_header *)request;
    if (in->opcode != FUSE_INIT) continue;
    const struct fuse_init_in *asked = (const struct fuse_init_in *)(in + 1);
    struct {
      struct fuse_out_header head;
      struct fuse_init_out body;
    } answer;
    memset(&answer, 0, sizeof answer);
    answer.head.len = sizeof answer;
    answer.head.unique = in->unique;
    answer.body.major = FUSE_KERNEL_VERSION;
    answer.body.minor = asked->minor < FUSE_KERNEL_MINOR_VERSION ? asked->minor : FUSE_KERNEL_MINOR_VERSION;
    answer.body.max_write = 4096;
    if (write(device, &answer, sizeof answer) < 0) return perror("answer"), 1;
    puts("mounted");
    fflush(stdout);
  }
}
