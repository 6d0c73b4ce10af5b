/*
 * Serves a batch normalization written in C to bnspec, over stdin and stdout. C99 and its library, one header:
 *
 *     #include "bnspec.h"
 *
 *     static void infer_forward(const bnspec_call *call, bnspec_answer *answer) {
 *       const bnspec_tensor *x = bnspec_in(call, "x"), *gamma = bnspec_in(call, "gamma");
 *       float *y = bnspec_out_like(answer, "y", x);
 *       ...  // read x->data, x->shape, call->epsilon; gamma is NULL where it is not given; write y
 *     }
 *
 *     int main(void) {
 *       const bnspec_operation operations[] = {{"infer_forward", infer_forward}, {NULL, NULL}};
 *       return bnspec_serve("mine", "1.0", "{\"channelAxis\": \"first\"}", operations);
 *     }
 *
 * Call bnspec_reject to refuse an argument and bnspec_unsupported where something is not offered, and return. The memory of
 * results is given by bnspec_out: it is 0 at first, and belongs to bnspec after the return. Changed inputs, and earlier answers that
 * change later, are noticed. Output on stdout is not hidden: the host reports it. Use stderr.
 */
#ifndef BNSPEC_H
#define BNSPEC_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#ifdef _WIN32
#include <fcntl.h>
#include <io.h>
#endif

#define BNSPEC_MOST_AXES 8
#define BNSPEC_MOST_TENSORS 16

/* Row-major. Element types as in safetensors: "F16", "BF16", "F32", "F64"; the first two as uint16_t bits. */
typedef struct {
  char name[32], dtype[8];
  size_t rank, shape[BNSPEC_MOST_AXES];
  size_t size; /* number of elements */
  void *data;
} bnspec_tensor;

typedef struct {
  size_t count;
  bnspec_tensor tensors[BNSPEC_MOST_TENSORS];
  double epsilon, momentum;
  size_t axis;
  size_t group_axis, groups; /* of fold; groups is 0 where there are none */
} bnspec_call;

typedef struct {
  size_t count;
  bnspec_tensor tensors[BNSPEC_MOST_TENSORS];
  const char *status;
  char *message;
} bnspec_answer;

/* train_forward, infer_forward, train_backward, infer_backward, saved_backward, fold, double_backward, train_tangent, infer_tangent. */
typedef struct {
  const char *name;
  void (*function)(const bnspec_call *call, bnspec_answer *answer);
} bnspec_operation;

static inline void bnspec_stop_(const char *why) {
  fprintf(stderr, "bnspec.h: %s\n", why);
  exit(1);
}

static inline void *bnspec_memory_(size_t bytes) {
  void *memory = calloc(bytes + 1, 1);
  if (memory == NULL) bnspec_stop_("out of memory");
  return memory;
}

static inline size_t bnspec_bytes_(const bnspec_tensor *t) {
  return t->size * (strcmp(t->dtype, "F64") == 0 ? 8 : strcmp(t->dtype, "F32") == 0 ? 4 : 2);
}

/* The tensor of that name; NULL where it is not given. */
static inline const bnspec_tensor *bnspec_in(const bnspec_call *call, const char *name) {
  for (size_t i = 0; i < call->count; i++) {
    if (strcmp(call->tensors[i].name, name) == 0) return &call->tensors[i];
  }
  return NULL;
}

/* Memory for a result. */
static inline void *bnspec_out(bnspec_answer *answer, const char *name, const char *dtype, size_t rank, const size_t *shape) {
  if (answer->count == BNSPEC_MOST_TENSORS) bnspec_stop_("too many results");
  if (strlen(name) >= sizeof answer->tensors->name || strlen(dtype) >= sizeof answer->tensors->dtype) bnspec_stop_("the name of a result is too long");
  if (rank > BNSPEC_MOST_AXES) bnspec_stop_("a result has too many axes");
  bnspec_tensor *t = &answer->tensors[answer->count++];
  memset(t, 0, sizeof *t);
  strcpy(t->name, name);
  strcpy(t->dtype, dtype);
  t->rank = rank;
  t->size = 1;
  for (size_t k = 0; k < rank; k++) t->size *= t->shape[k] = shape[k];
  return t->data = bnspec_memory_(bnspec_bytes_(t));
}

/* The same, with the type and the shape of another tensor. */
static inline void *bnspec_out_like(bnspec_answer *answer, const char *name, const bnspec_tensor *other) {
  return bnspec_out(answer, name, other->dtype, other->rank, other->shape);
}

static inline void bnspec_refuse_(bnspec_answer *answer, const char *status, const char *message) {
  free(answer->message);
  answer->status = status;
  answer->message = (char *)bnspec_memory_(strlen(message));
  strcpy(answer->message, message);
}

/* The argument is refused: the expected answer to invalid input. */
static inline void bnspec_reject(bnspec_answer *answer, const char *message) { bnspec_refuse_(answer, "rejected", message); }

/* This type, rank or operation is not offered. */
static inline void bnspec_unsupported(bnspec_answer *answer, const char *message) { bnspec_refuse_(answer, "unsupported", message); }

/* Something went wrong. */
static inline void bnspec_error(bnspec_answer *answer, const char *message) { bnspec_refuse_(answer, "error", message); }

/* As much JSON as a header needs: objects, strings, arrays of integers. Strings stay as they are written. */
typedef struct {
  const char *at, *end;
} bnspec_reader_;

typedef struct {
  const char *at;
  size_t length;
} bnspec_text_;

static inline int bnspec_accept_(bnspec_reader_ *r, char c) {
  while (r->at < r->end && strchr(" \n\r\t", *r->at)) r->at++;
  if (r->at == r->end || *r->at != c) return 0;
  r->at++;
  return 1;
}

static inline void bnspec_expect_(bnspec_reader_ *r, char c) {
  if (!bnspec_accept_(r, c)) bnspec_stop_("the header of a request is malformed");
}

static inline bnspec_text_ bnspec_string_(bnspec_reader_ *r) {
  bnspec_expect_(r, '"');
  bnspec_text_ text = {r->at, 0};
  while (r->at < r->end && *r->at != '"') r->at += *r->at == '\\' && r->at + 1 < r->end ? 2 : 1;
  text.length = (size_t)(r->at - text.at);
  bnspec_expect_(r, '"');
  return text;
}

static inline int bnspec_is_(bnspec_text_ text, const char *word) {
  return text.length == strlen(word) && memcmp(text.at, word, text.length) == 0;
}

static inline void bnspec_copy_(char *into, size_t most, bnspec_text_ text) {
  if (text.length >= most) bnspec_stop_("a name in a request is too long");
  memcpy(into, text.at, text.length);
  into[text.length] = '\0';
}

static inline size_t bnspec_integers_(bnspec_reader_ *r, size_t *into, size_t most) {
  size_t count = 0;
  bnspec_expect_(r, '[');
  if (bnspec_accept_(r, ']')) return 0;
  do {
    if (count == most) bnspec_stop_("a request has too many axes");
    char *end;
    into[count++] = (size_t)strtoull(r->at, &end, 10);
    r->at = end;
  } while (bnspec_accept_(r, ','));
  bnspec_expect_(r, ']');
  return count;
}

/* Steps to the next value of an object; 0 at its end. `begun` is 0 at first. */
static inline int bnspec_member_(bnspec_reader_ *r, int *begun, bnspec_text_ *key) {
  if (!*begun) {
    *begun = 1;
    bnspec_expect_(r, '{');
    if (bnspec_accept_(r, '}')) return 0;
  } else if (!bnspec_accept_(r, ',')) {
    bnspec_expect_(r, '}');
    return 0;
  }
  *key = bnspec_string_(r);
  bnspec_expect_(r, ':');
  return 1;
}

typedef struct {
  char *header;
  bnspec_text_ id, op;
  bnspec_call call;
} bnspec_request_;

static inline void bnspec_read_metadata_(bnspec_reader_ *r, bnspec_request_ *request) {
  bnspec_text_ key;
  for (int begun = 0; bnspec_member_(r, &begun, &key);) {
    bnspec_text_ value = bnspec_string_(r);
    if (bnspec_is_(key, "id")) request->id = value;
    if (bnspec_is_(key, "op")) request->op = value;
    if (bnspec_is_(key, "epsilon")) request->call.epsilon = strtod(value.at, NULL);
    if (bnspec_is_(key, "momentum")) request->call.momentum = strtod(value.at, NULL);
    if (bnspec_is_(key, "axis")) request->call.axis = (size_t)strtoull(value.at, NULL, 10);
    if (bnspec_is_(key, "group_axis")) request->call.group_axis = (size_t)strtoull(value.at, NULL, 10);
    if (bnspec_is_(key, "groups")) request->call.groups = (size_t)strtoull(value.at, NULL, 10);
  }
}

/* 0 where stdin has ended. Little-endian machines only, as safetensors is little-endian. */
static inline int bnspec_read_(bnspec_request_ *request) {
  uint64_t length;
  memset(request, 0, sizeof *request);
  if (fread(&length, sizeof length, 1, stdin) != 1) return 0;
  request->header = (char *)bnspec_memory_((size_t)length);
  if (fread(request->header, 1, (size_t)length, stdin) != length) return 0;
  bnspec_reader_ r = {request->header, request->header + length};
  bnspec_call *call = &request->call;
  size_t offsets[BNSPEC_MOST_TENSORS][2] = {{0}}, end = 0;
  bnspec_text_ name, key;
  for (int begun = 0; bnspec_member_(&r, &begun, &name);) {
    if (bnspec_is_(name, "__metadata__")) {
      bnspec_read_metadata_(&r, request);
      continue;
    }
    if (call->count == BNSPEC_MOST_TENSORS) bnspec_stop_("a request has too many tensors");
    bnspec_tensor *t = &call->tensors[call->count];
    bnspec_copy_(t->name, sizeof t->name, name);
    for (int inner = 0; bnspec_member_(&r, &inner, &key);) {
      if (bnspec_is_(key, "dtype")) bnspec_copy_(t->dtype, sizeof t->dtype, bnspec_string_(&r));
      else if (bnspec_is_(key, "shape")) t->rank = bnspec_integers_(&r, t->shape, BNSPEC_MOST_AXES);
      else bnspec_integers_(&r, offsets[call->count], 2);
    }
    if (offsets[call->count][1] > end) end = offsets[call->count][1];
    call->count++;
  }
  char *data = (char *)bnspec_memory_(end);
  if (fread(data, 1, end, stdin) != end) return 0;
  for (size_t i = 0; i < call->count; i++) {
    bnspec_tensor *t = &call->tensors[i];
    t->size = 1;
    for (size_t k = 0; k < t->rank; k++) t->size *= t->shape[k];
    if (offsets[i][1] - offsets[i][0] != bnspec_bytes_(t)) bnspec_stop_("the data of a request have another length than their shape");
    /* Memory of its own, so that it is aligned. */
    t->data = memcpy(bnspec_memory_(bnspec_bytes_(t)), data + offsets[i][0], bnspec_bytes_(t));
  }
  free(data);
  return 1;
}

typedef struct {
  char *data;
  size_t length, room;
} bnspec_buffer_;

static inline void bnspec_add_(bnspec_buffer_ *b, const void *data, size_t length) {
  if (b->length + length > b->room) {
    b->room = 2 * (b->length + length);
    b->data = (char *)realloc(b->data, b->room);
    if (b->data == NULL) bnspec_stop_("out of memory");
  }
  if (length > 0) memcpy(b->data + b->length, data, length);
  b->length += length;
}

static inline void bnspec_say_(bnspec_buffer_ *b, const char *text) { bnspec_add_(b, text, strlen(text)); }

static inline void bnspec_number_(bnspec_buffer_ *b, size_t n) {
  char digits[32];
  snprintf(digits, sizeof digits, "%llu", (unsigned long long)n);
  bnspec_say_(b, digits);
}

static inline void bnspec_quote_(bnspec_buffer_ *b, const char *text) {
  bnspec_say_(b, "\"");
  for (; *text != '\0'; text++) {
    char escaped[8];
    if ((unsigned char)*text < 32) {
      snprintf(escaped, sizeof escaped, "\\u%04x", (unsigned char)*text);
      bnspec_say_(b, escaped);
      continue;
    }
    if (*text == '"' || *text == '\\') bnspec_say_(b, "\\");
    bnspec_add_(b, text, 1);
  }
  bnspec_say_(b, "\"");
}

/* An entry of the metadata: nothing where there is no value. */
static inline void bnspec_entry_(bnspec_buffer_ *b, const char *key, const char *value) {
  if (value == NULL || *value == '\0') return;
  bnspec_say_(b, ",\"");
  bnspec_say_(b, key);
  bnspec_say_(b, "\":");
  bnspec_quote_(b, value);
}

static inline void bnspec_names_(bnspec_buffer_ *list, const char *prefix, const char *name) {
  if (list->length > 0) list->data[list->length - 1] = ' ';
  bnspec_say_(list, prefix);
  bnspec_add_(list, name, strlen(name) + 1);
}

/* The metadata without their end. */
static inline bnspec_buffer_ bnspec_begin_(const bnspec_request_ *request, const char *status) {
  bnspec_buffer_ b = {NULL, 0, 0};
  bnspec_say_(&b, "{\"__metadata__\":{\"bnspec\":\"1\",\"id\":\"");
  bnspec_add_(&b, request->id.at, request->id.length);
  bnspec_say_(&b, "\",\"op\":\"");
  bnspec_add_(&b, request->op.at, request->op.length);
  bnspec_say_(&b, "\"");
  bnspec_entry_(&b, "status", status);
  return b;
}

static inline int bnspec_write_(bnspec_buffer_ *header, const bnspec_tensor *tensors, size_t count) {
  size_t end = 0;
  bnspec_say_(header, "}");
  for (size_t i = 0; i < count; i++) {
    bnspec_say_(header, ",");
    bnspec_quote_(header, tensors[i].name);
    bnspec_say_(header, ":{\"dtype\":");
    bnspec_quote_(header, tensors[i].dtype);
    bnspec_say_(header, ",\"shape\":[");
    for (size_t k = 0; k < tensors[i].rank; k++) {
      if (k > 0) bnspec_say_(header, ",");
      bnspec_number_(header, tensors[i].shape[k]);
    }
    bnspec_say_(header, "],\"data_offsets\":[");
    bnspec_number_(header, end);
    bnspec_say_(header, ",");
    bnspec_number_(header, end += bnspec_bytes_(&tensors[i]));
    bnspec_say_(header, "]}");
  }
  bnspec_say_(header, "}");
  while (header->length % 8 != 0) bnspec_say_(header, " ");
  uint64_t length = header->length;
  /* Through the same buffer as printed output, which so precedes the answer. */
  fwrite(&length, sizeof length, 1, stdout);
  fwrite(header->data, 1, header->length, stdout);
  for (size_t i = 0; i < count; i++) fwrite(tensors[i].data, 1, bnspec_bytes_(&tensors[i]), stdout);
  free(header->data);
  return fflush(stdout) == 0;
}

/* Tensors with copies of their data: what is written to them shows. */
typedef struct {
  size_t count;
  bnspec_tensor tensors[BNSPEC_MOST_TENSORS];
  void *copies[BNSPEC_MOST_TENSORS];
} bnspec_watched_;

static inline bnspec_watched_ bnspec_watch_(const bnspec_tensor *tensors, size_t count) {
  bnspec_watched_ w;
  memset(&w, 0, sizeof w);
  w.count = count;
  for (size_t i = 0; i < count; i++) {
    w.tensors[i] = tensors[i];
    w.copies[i] = memcpy(bnspec_memory_(bnspec_bytes_(&tensors[i])), tensors[i].data, bnspec_bytes_(&tensors[i]));
  }
  return w;
}

static inline void bnspec_changed_(bnspec_buffer_ *list, const char *prefix, const bnspec_watched_ *w) {
  for (size_t i = 0; i < w->count; i++) {
    if (memcmp(w->copies[i], w->tensors[i].data, bnspec_bytes_(&w->tensors[i])) != 0) bnspec_names_(list, prefix, w->tensors[i].name);
  }
}

static inline void bnspec_release_(bnspec_watched_ *w) {
  for (size_t i = 0; i < w->count; i++) {
    free(w->tensors[i].data);
    free(w->copies[i]);
  }
  w->count = 0;
}

/* Answers requests until stdin ends. `claims` is JSON; impl/adapters/README.md has a table of all claims. */
static inline int bnspec_serve(const char *name, const char *version, const char *claims, const bnspec_operation *operations) {
  /* Earlier answers: implementations that reuse memory often alternate between two buffers. */
  static bnspec_watched_ before, earlier[2];
  static bnspec_request_ request;
#ifdef _WIN32
  _setmode(0, _O_BINARY);
  _setmode(1, _O_BINARY);
#endif
  while (bnspec_read_(&request)) {
    bnspec_buffer_ header, mutated = {NULL, 0, 0}, aliased = {NULL, 0, 0}, offered = {NULL, 0, 0};
    bnspec_answer answer;
    const bnspec_operation *o = operations;
    int written;
    memset(&answer, 0, sizeof answer);
    if (bnspec_is_(request.op, "hello")) {
      for (; o->name != NULL; o++) bnspec_names_(&offered, "", o->name);
      header = bnspec_begin_(&request, "ok");
      bnspec_entry_(&header, "name", name);
      bnspec_entry_(&header, "version", version);
      bnspec_entry_(&header, "language", "C");
      bnspec_entry_(&header, "operations", offered.data);
      bnspec_entry_(&header, "claims", claims);
      written = bnspec_write_(&header, NULL, 0);
    } else {
      bnspec_watched_ given = bnspec_watch_(request.call.tensors, request.call.count);
      while (o->name != NULL && !bnspec_is_(request.op, o->name)) o++;
      if (o->name == NULL) bnspec_unsupported(&answer, "this operation is not offered");
      else o->function(&request.call, &answer);
      bnspec_watched_ results = bnspec_watch_(answer.tensors, answer.count);
      header = bnspec_begin_(&request, answer.status == NULL ? "ok" : answer.status);
      bnspec_entry_(&header, "message", answer.message);
      if (answer.status == NULL) {
        bnspec_changed_(&mutated, "", &given);
        bnspec_changed_(&mutated, "earlier:", &before);
        for (int i = 0; i < 2 && aliased.length == 0; i++) bnspec_changed_(&aliased, "earlier:", &earlier[i]);
        bnspec_entry_(&header, "mutated", mutated.data);
        bnspec_entry_(&header, "aliased", aliased.data);
      }
      written = bnspec_write_(&header, answer.tensors, answer.status == NULL ? answer.count : 0);
      bnspec_release_(&before);
      before = given;
      bnspec_release_(answer.status == NULL ? &earlier[1] : &results);
      if (answer.status == NULL) {
        earlier[1] = earlier[0];
        earlier[0] = results;
      }
    }
    free(answer.message);
    free(mutated.data);
    free(aliased.data);
    free(offered.data);
    free(request.header);
    if (!written) return 1;
  }
  return 0;
}

#endif
