/*
 * Records what a process asks of the disk, in order, for a power cut that is played back later (recording.ts reads
 * the file, replay.ts plays it). Loaded with LD_PRELOAD. Watches one folder, GATELOG_RECORD_DIR; appends to the file
 * GATELOG_RECORD_TO. What the process says on standard output is recorded too: that is the moment at which somebody
 * saw a verdict.
 *
 * A record: kind (1 byte), file number (u32), offset (u64), length (u32), bytes. Numbers are of this machine's order.
 *   'C' name exists   bytes: name     'W' written   bytes: data       'T' truncated   offset: new size
 *   'S' synced        (file)          'D' folder synced               'R' renamed     bytes: from NUL to
 *   'L' linked        bytes: from NUL to                              'U' unlinked    bytes: name
 *   'V' said          bytes: text
 * A record is written after the call came back: a sync that is in the recording was done.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#define MOST_FDS 1024
#define FOLDER (-2)

static pthread_mutex_t lock = PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP;
static char folder[PATH_MAX];
static int out = -1;
/* What a descriptor stands for: 0 nothing of ours, FOLDER, or the number of a file (1, 2, ...). */
static int file_of[MOST_FDS];
/* Numbers are by inode, so that a name given to another file does not mix them up. */
static ino_t inodes[MOST_FDS];
static int files = 0;

#define REAL(name) static __typeof__(&name) real; if (!real) real = dlsym(RTLD_NEXT, #name)

static void put(const void *bytes, size_t length) {
  static ssize_t (*real_write)(int, const void *, size_t);
  if (!real_write) real_write = dlsym(RTLD_NEXT, "write");
  const char *at = bytes;
  while (length > 0) {
    ssize_t done = real_write(out, at, length);
    if (done < 0 && errno == EINTR) continue;
    if (done <= 0) abort();
    at += done;
    length -= (size_t)done;
  }
}

static void record(char kind, int file, uint64_t offset, const void *bytes, uint32_t length) {
  int saved = errno;
  uint32_t number = (uint32_t)file;
  char head[17];
  head[0] = kind;
  memcpy(head + 1, &number, 4);
  memcpy(head + 5, &offset, 8);
  memcpy(head + 13, &length, 4);
  put(head, sizeof head);
  if (length > 0) put(bytes, length);
  errno = saved;
}

__attribute__((constructor)) static void begin(void) {
  const char *dir = getenv("GATELOG_RECORD_DIR");
  const char *to = getenv("GATELOG_RECORD_TO");
  if (!dir || !to || !realpath(dir, folder)) return;
  int (*real_open)(const char *, int, ...) = dlsym(RTLD_NEXT, "open");
  out = real_open(to, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  /* What this process starts is not the gate. */
  unsetenv("LD_PRELOAD");
}

/* The name below the watched folder, or NULL for a path elsewhere. Subfolders are not watched. */
static const char *name_of(const char *path) {
  if (out < 0 || !path) return NULL;
  size_t length = strlen(folder);
  if (strncmp(path, folder, length) != 0 || path[length] != '/') return NULL;
  const char *name = path + length + 1;
  return strchr(name, '/') || *name == 0 ? NULL : name;
}

static int number_of(ino_t inode, int fresh) {
  for (int i = 0; i < files; i += 1) {
    if (inodes[i] != inode) continue;
    if (!fresh) return i + 1;
    /* A file that is gone left its inode to a new one. */
    inodes[i] = 0;
  }
  if (files == MOST_FDS) abort();
  inodes[files] = inode;
  files += 1;
  return files;
}

static void opened(int fd, const char *path, int flags, int existed) {
  if (fd < 0 || fd >= MOST_FDS || out < 0) return;
  file_of[fd] = 0;
  if (path && strcmp(path, folder) == 0) file_of[fd] = FOLDER;
  const char *name = name_of(path);
  if (!name) return;
  struct stat info;
  if (fstat(fd, &info) != 0) return;
  file_of[fd] = number_of(info.st_ino, !existed);
  if (!existed) record('C', file_of[fd], 0, name, (uint32_t)strlen(name));
  if (existed && (flags & O_TRUNC)) record('T', file_of[fd], 0, NULL, 0);
}

static int watched(int fd) { return fd >= 0 && fd < MOST_FDS && out >= 0 && fd != out ? file_of[fd] : 0; }

#define OPEN(symbol, HEAD, CALL, PATH)                                        \
  int symbol HEAD {                                                           \
    REAL(symbol);                                                             \
    mode_t mode = 0;                                                          \
    if (flags & (O_CREAT | __O_TMPFILE)) {                                    \
      va_list rest;                                                           \
      va_start(rest, flags);                                                  \
      mode = va_arg(rest, mode_t);                                            \
      va_end(rest);                                                           \
    }                                                                         \
    pthread_mutex_lock(&lock);                                                \
    int existed = name_of(PATH) ? access(PATH, F_OK) == 0 : 1;                \
    int fd = real CALL;                                                       \
    int saved = errno;                                                        \
    opened(fd, PATH, flags, existed);                                         \
    errno = saved;                                                            \
    pthread_mutex_unlock(&lock);                                              \
    return fd;                                                                \
  }
OPEN(open, (const char *path, int flags, ...), (path, flags, mode), path)
OPEN(open64, (const char *path, int flags, ...), (path, flags, mode), path)
OPEN(openat, (int at, const char *path, int flags, ...), (at, path, flags, mode), path)
OPEN(openat64, (int at, const char *path, int flags, ...), (at, path, flags, mode), path)

int close(int fd) {
  REAL(close);
  if (fd >= 0 && fd < MOST_FDS) file_of[fd] = 0;
  return real(fd);
}

ssize_t write(int fd, const void *bytes, size_t length) {
  REAL(write);
  if (out >= 0 && fd == STDOUT_FILENO) {
    pthread_mutex_lock(&lock);
    record('V', 0, 0, bytes, (uint32_t)length);
    pthread_mutex_unlock(&lock);
    return real(fd, bytes, length);
  }
  int file = watched(fd);
  if (file <= 0) return real(fd, bytes, length);
  pthread_mutex_lock(&lock);
  off_t at = lseek(fd, 0, SEEK_CUR);
  ssize_t done = real(fd, bytes, length);
  if (done > 0) record('W', file, (uint64_t)at, bytes, (uint32_t)done);
  pthread_mutex_unlock(&lock);
  return done;
}

#define PWRITE(symbol, type)                                                  \
  ssize_t symbol(int fd, const void *bytes, size_t length, type at) {         \
    REAL(symbol);                                                             \
    int file = watched(fd);                                                   \
    if (file <= 0) return real(fd, bytes, length, at);                        \
    pthread_mutex_lock(&lock);                                                \
    ssize_t done = real(fd, bytes, length, at);                               \
    if (done > 0) record('W', file, (uint64_t)at, bytes, (uint32_t)done);     \
    pthread_mutex_unlock(&lock);                                              \
    return done;                                                              \
  }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

/* Nobody in the log uses these; should that change, the recording must not be silently wrong. */
ssize_t writev(int fd, const struct iovec *parts, int count) {
  REAL(writev);
  if (watched(fd) > 0) abort();
  return real(fd, parts, count);
}
ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t at) {
  REAL(pwritev);
  if (watched(fd) > 0) abort();
  return real(fd, parts, count, at);
}
int fallocate(int fd, int mode, off_t at, off_t length) {
  REAL(fallocate);
  if (watched(fd) > 0) abort();
  return real(fd, mode, at, length);
}

#define TRUNCATE(symbol, type)                                                \
  int symbol(int fd, type size) {                                             \
    REAL(symbol);                                                             \
    int file = watched(fd);                                                   \
    if (file <= 0) return real(fd, size);                                     \
    pthread_mutex_lock(&lock);                                                \
    int done = real(fd, size);                                                \
    if (done == 0) record('T', file, (uint64_t)size, NULL, 0);                \
    pthread_mutex_unlock(&lock);                                              \
    return done;                                                              \
  }
TRUNCATE(ftruncate, off_t)
TRUNCATE(ftruncate64, off64_t)

#define SYNC(symbol)                                                          \
  int symbol(int fd) {                                                        \
    REAL(symbol);                                                             \
    int file = watched(fd);                                                   \
    if (file == 0) return real(fd);                                           \
    pthread_mutex_lock(&lock);                                                \
    int done = real(fd);                                                      \
    if (done == 0) record(file == FOLDER ? 'D' : 'S', file, 0, NULL, 0);      \
    pthread_mutex_unlock(&lock);                                              \
    return done;                                                              \
  }
SYNC(fsync)
SYNC(fdatasync)

static void record_two(char kind, const char *from, const char *to) {
  const char *a = name_of(from), *b = name_of(to);
  if (!a || !b) return;
  char both[PATH_MAX * 2];
  int length = snprintf(both, sizeof both, "%s%c%s", a, 0, b);
  record(kind, 0, 0, both, (uint32_t)length);
}

int rename(const char *from, const char *to) {
  REAL(rename);
  pthread_mutex_lock(&lock);
  int done = real(from, to);
  if (done == 0) record_two('R', from, to);
  pthread_mutex_unlock(&lock);
  return done;
}

int link(const char *from, const char *to) {
  REAL(link);
  pthread_mutex_lock(&lock);
  int done = real(from, to);
  if (done == 0) record_two('L', from, to);
  pthread_mutex_unlock(&lock);
  return done;
}

int unlink(const char *path) {
  REAL(unlink);
  pthread_mutex_lock(&lock);
  int done = real(path);
  const char *name = name_of(path);
  if (done == 0 && name) record('U', 0, 0, name, (uint32_t)strlen(name));
  pthread_mutex_unlock(&lock);
  return done;
}
