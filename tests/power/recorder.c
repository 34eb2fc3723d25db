/* Records what a process writes to the files below POWER_ROOT, what it syncs, and what it says on standard output, in
   order, to the file POWER_LOG. Loaded with LD_PRELOAD; Linux. Each record: operation (1 byte), length of the path (4),
   offset (8), length of the data (8), path, data; numbers in the machine's order. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static pthread_mutex_t guard = PTHREAD_MUTEX_INITIALIZER;
static int log_file = -2;

static ssize_t plain_write(int fd, const void *data, size_t length) {
    static ssize_t (*next)(int, const void *, size_t);
    if (!next) next = dlsym(RTLD_NEXT, "write");
    return next(fd, data, length);
}

static void put(char kind, const char *path, uint64_t offset, const void *data, uint64_t length) {
    if (log_file == -2) {
        const char *name = getenv("POWER_LOG");
        log_file = name ? open(name, O_WRONLY | O_CREAT | O_APPEND, 0600) : -1;
    }
    if (log_file < 0) return;
    uint32_t path_length = (uint32_t)strlen(path);
    plain_write(log_file, &kind, 1);
    plain_write(log_file, &path_length, 4);
    plain_write(log_file, &offset, 8);
    plain_write(log_file, &length, 8);
    plain_write(log_file, path, path_length);
    if (length) plain_write(log_file, data, length);
}

/* The path behind a descriptor, if it is one that is recorded. */
static int watched(int fd, char *path) {
    char link[64];
    const char *root = getenv("POWER_ROOT");
    if (!root) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, PATH_MAX - 1);
    if (length <= 0) return 0;
    path[length] = 0;
    size_t end = strlen(path);
    if (end > 4 && strcmp(path + end - 4, "-shm") == 0) return 0;
    return strncmp(path, root, strlen(root)) == 0;
}

ssize_t write(int fd, const void *data, size_t length) {
    char path[PATH_MAX];
    if (fd == 1) {
        pthread_mutex_lock(&guard);
        put('A', "", 0, data, length);
        pthread_mutex_unlock(&guard);
        return plain_write(fd, data, length);
    }
    if (!watched(fd, path)) return plain_write(fd, data, length);
    pthread_mutex_lock(&guard);
    off_t at = lseek(fd, 0, SEEK_CUR);
    ssize_t done = plain_write(fd, data, length);
    if (done > 0) put('W', path, (uint64_t)at, data, (uint64_t)done);
    pthread_mutex_unlock(&guard);
    return done;
}

#define POSITIONED(NAME, OFFSET)                                                          \
    ssize_t NAME(int fd, const void *data, size_t length, OFFSET at) {                    \
        static ssize_t (*next)(int, const void *, size_t, OFFSET);                        \
        char path[PATH_MAX];                                                              \
        if (!next) next = dlsym(RTLD_NEXT, #NAME);                                        \
        if (!watched(fd, path)) return next(fd, data, length, at);                        \
        pthread_mutex_lock(&guard);                                                       \
        ssize_t done = next(fd, data, length, at);                                        \
        if (done > 0) put('W', path, (uint64_t)at, data, (uint64_t)done);                 \
        pthread_mutex_unlock(&guard);                                                     \
        return done;                                                                      \
    }
POSITIONED(pwrite, off_t)
POSITIONED(pwrite64, off64_t)

#define TRUNCATING(NAME, OFFSET)                                                          \
    int NAME(int fd, OFFSET length) {                                                     \
        static int (*next)(int, OFFSET);                                                  \
        char path[PATH_MAX];                                                              \
        if (!next) next = dlsym(RTLD_NEXT, #NAME);                                        \
        if (!watched(fd, path)) return next(fd, length);                                  \
        pthread_mutex_lock(&guard);                                                       \
        int done = next(fd, length);                                                      \
        if (done == 0) put('T', path, (uint64_t)length, 0, 0);                            \
        pthread_mutex_unlock(&guard);                                                     \
        return done;                                                                      \
    }
TRUNCATING(ftruncate, off_t)
TRUNCATING(ftruncate64, off64_t)

#define SYNCING(NAME)                                                                     \
    int NAME(int fd) {                                                                    \
        static int (*next)(int);                                                          \
        char path[PATH_MAX];                                                              \
        if (!next) next = dlsym(RTLD_NEXT, #NAME);                                        \
        if (!watched(fd, path)) return next(fd);                                          \
        pthread_mutex_lock(&guard);                                                       \
        put('S', path, 0, 0, 0);                                                          \
        pthread_mutex_unlock(&guard);                                                     \
        return 0; /* the log is what counts: the disk need not wait */                    \
    }
SYNCING(fsync)
SYNCING(fdatasync)

int unlink(const char *path) {
    static int (*next)(const char *);
    const char *root = getenv("POWER_ROOT");
    if (!next) next = dlsym(RTLD_NEXT, "unlink");
    if (!root || strncmp(path, root, strlen(root)) != 0) return next(path);
    pthread_mutex_lock(&guard);
    int done = next(path);
    if (done == 0) put('U', path, 0, 0, 0);
    pthread_mutex_unlock(&guard);
    return done;
}

int rename(const char *from, const char *to) {
    static int (*next)(const char *, const char *);
    const char *root = getenv("POWER_ROOT");
    if (!next) next = dlsym(RTLD_NEXT, "rename");
    if (!root || strncmp(from, root, strlen(root)) != 0) return next(from, to);
    pthread_mutex_lock(&guard);
    int done = next(from, to);
    if (done == 0) put('R', from, 0, to, strlen(to));
    pthread_mutex_unlock(&guard);
    return done;
}
