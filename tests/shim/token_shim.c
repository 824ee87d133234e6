/* A PKCS#11 library that wraps another one and misbehaves on demand; for tests only.
 *
 * Environment, read at C_Initialize:
 *   SHIM_MODULE   the real library (SoftHSM2)
 *   SHIM_CONTROL  text file, read again at every call; tests rewrite it while we run
 *   SHIM_STATE    counters, mapped; they outlive this process (see struct state)
 *
 * Lines of the control file:
 *   FUNCTION=ACTION@N[+]  at the N-th call of FUNCTION (and all later ones with +); FUNCTION is
 *                         one of `names` below; ACTION is a hexadecimal return value or
 *                         hang | crash | logout (the token logs out and says so) |
 *                         closed (the session is closed under us) | unplug (the token is gone)
 *                         A failed Sign leaves its operation open, as careless libraries do.
 *   latency_ms=N          every C_Sign takes N milliseconds longer
 *   slot_empty=1          no token is plugged in
 *   pin_limit=N           wrong PINs until the token locks (3); its flags tell before
 *   quiet_flags=1         the token counts, but its flags tell nothing
 *   keypad=1              CKF_PROTECTED_AUTHENTICATION_PATH; C_Login without PIN
 *   keypad_pin=TEXT       what is typed on the keypad; absent: the officer cancels
 *   slot_event=LABEL      C_WaitForSlotEvent names the slot of that token, once
 *   hide_label=1 hide_id=1 hide_modulus=1   objects lack CKA_LABEL, CKA_ID, CKA_MODULUS
 *   reverse_objects=1     C_FindObjects answers in the opposite order
 *   one_name=TEXT         all tokens bear this label and no serial number
 *   each_time=1           private keys want a login of their own for every signature
 *   without=HEX,HEX       mechanisms that are neither listed nor accepted
 *   denied=HEX,HEX        mechanisms that are listed, but refused by C_SignInit
 *
 * Types and order of functions: PKCS #11 v2.40, section 4 and pkcs11f.h.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

typedef unsigned long CK_ULONG;
typedef unsigned char CK_BYTE;
typedef CK_ULONG CK_RV;

struct function_list {
    CK_BYTE version[2];
    CK_RV (*f[68])();
};

struct attribute {
    CK_ULONG type;
    void *value;
    CK_ULONG length;
};

struct token_info {
    CK_BYTE label[32], manufacturer[32], model[16], serial[16];
    CK_ULONG flags;
    CK_ULONG counts[10];
    CK_BYTE versions[4];
    CK_BYTE utc[16];
};

enum { F_INIT = 0, F_SLOTS = 4, F_TOKEN_INFO = 6, F_MECHANISMS = 7, F_OPEN = 12, F_CLOSE = 13,
       F_LOGIN = 18, F_LOGOUT = 19, F_ATTRIBUTES = 24, F_FIND_INIT = 26, F_FIND = 27,
       F_FIND_FINAL = 28, F_SIGN_INIT = 42, F_SIGN = 43, F_SLOT_EVENT = 67 };

enum { INITIALIZE, GET_SLOT_LIST, GET_TOKEN_INFO, OPEN_SESSION, LOGIN, GET_ATTRIBUTE_VALUE,
       FIND_OBJECTS_INIT, SIGN_INIT, SIGN, WATCHED };

static const char *names[WATCHED] = { "Initialize", "GetSlotList", "GetTokenInfo", "OpenSession",
    "Login", "GetAttributeValue", "FindObjectsInit", "SignInit", "Sign" };

struct state {
    uint32_t wrong;         /* wrong PINs since the last right one */
    uint32_t unplugged;     /* 1 after `unplug`; a test writes 0 to plug it in again */
    uint32_t logins;        /* C_Login calls that carried a PIN, refused ones too */
    uint32_t calls[WATCHED];
};

#define OK 0UL
#define CKR_PIN_INCORRECT 0xA0UL
#define CKR_PIN_LOCKED 0xA4UL
#define CKR_DEVICE_REMOVED 0x32UL
#define CKR_TOKEN_NOT_PRESENT 0xE0UL
#define CKR_USER_NOT_LOGGED_IN 0x101UL
#define CKR_SESSION_HANDLE_INVALID 0xB3UL
#define CKR_FUNCTION_CANCELED 0x50UL
#define CKR_MECHANISM_INVALID 0x70UL
#define CKR_ATTRIBUTE_TYPE_INVALID 0x12UL
#define CKR_GENERAL_ERROR 0x5UL
#define CKR_NO_EVENT 0x8UL
#define UNAVAILABLE (~0UL)

#define FLAG_COUNT_LOW 0x10000UL
#define FLAG_FINAL_TRY 0x20000UL
#define FLAG_LOCKED 0x40000UL
#define FLAG_KEYPAD 0x100UL

#define CKA_LABEL 0x3UL
#define CKA_ID 0x102UL
#define CKA_MODULUS 0x120UL
#define CKA_ALWAYS_AUTHENTICATE 0x202UL
#define CKU_CONTEXT_SPECIFIC 2UL
#define MOST_OBJECTS 512

static struct function_list ours, *real;
static struct state *state;
static CK_ULONG found[MOST_OBJECTS], found_count, found_next;
static char accepted[256]; /* PIN of the last login; kept only where `each_time` needs it */
static CK_ULONG accepted_length;
static int may_sign;

/* ---- the control file ---- */

static char control[4096];

static void read_control(void)
{
    const char *path = getenv("SHIM_CONTROL");
    FILE *file = path ? fopen(path, "r") : NULL;
    size_t size = file ? fread(control, 1, sizeof control - 1, file) : 0;
    control[size] = 0;
    if (file)
        fclose(file);
}

/* Value of a line `name=value`, up to its end; NULL when there is none. */
static const char *setting(const char *name)
{
    size_t length = strlen(name);
    for (const char *line = control; line && *line; ) {
        if (!strncmp(line, name, length) && line[length] == '=')
            return line + length + 1;
        line = strchr(line, '\n');
        line = line ? line + 1 : NULL;
    }
    return NULL;
}

static long number(const char *name, long otherwise)
{
    const char *value = setting(name);
    return value ? strtol(value, NULL, 0) : otherwise;
}

static int listed(const char *name, CK_ULONG wanted)
{
    const char *value = setting(name);
    while (value && *value && *value != '\n') {
        char *end;
        if (strtoul(value, &end, 16) == wanted && end != value)
            return 1;
        value = *end == ',' ? end + 1 : NULL;
    }
    return 0;
}

static int absent(void)
{
    return number("slot_empty", 0) || (state && state->unplugged);
}

/* ---- faults ---- */

static CK_RV act(const char *action, CK_ULONG session)
{
    if (!strncmp(action, "hang", 4))
        for (;;)
            sleep(3600);
    if (!strncmp(action, "crash", 5))
        abort();
    if (!strncmp(action, "logout", 6)) {
        real->f[F_LOGOUT](session);
        return CKR_USER_NOT_LOGGED_IN;
    }
    if (!strncmp(action, "closed", 6)) {
        real->f[F_CLOSE](session);
        return CKR_SESSION_HANDLE_INVALID;
    }
    if (!strncmp(action, "unplug", 6)) {
        state->unplugged = 1;
        real->f[F_LOGOUT](session);
        real->f[F_CLOSE](session);
        return CKR_DEVICE_REMOVED;
    }
    return strtoul(action, NULL, 16);
}

/* Count a call and do what the control file wants at this one. */
static CK_RV fault(int watched, CK_ULONG session)
{
    size_t length = strlen(names[watched]);
    uint32_t call = ++state->calls[watched];
    read_control();
    for (const char *line = control; line && *line; ) {
        if (!strncmp(line, names[watched], length) && line[length] == '=') {
            const char *at = strchr(line, '@');
            char *end;
            unsigned long n = at ? strtoul(at + 1, &end, 10) : 0;
            if (at && (call == n || (*end == '+' && call > n)))
                return act(line + length + 1, session);
        }
        line = strchr(line, '\n');
        line = line ? line + 1 : NULL;
    }
    return OK;
}

/* ---- the functions that we stand in front of ---- */

static CK_RV initialize(void *arguments)
{
    const char *path = getenv("SHIM_STATE");
    int file = path ? open(path, O_RDWR | O_CREAT, 0600) : -1;
    if (file < 0 || ftruncate(file, sizeof(struct state)))
        return CKR_GENERAL_ERROR;
    if (state)
        munmap(state, sizeof *state);
    state = mmap(NULL, sizeof *state, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    close(file);
    if (state == MAP_FAILED)
        return CKR_GENERAL_ERROR;
    CK_RV rv = fault(INITIALIZE, 0);
    return rv ? rv : real->f[F_INIT](arguments);
}

static CK_RV get_slot_list(CK_BYTE present, CK_ULONG *slots, CK_ULONG *count)
{
    CK_RV rv = fault(GET_SLOT_LIST, 0);
    if (rv)
        return rv;
    if (present && absent()) {
        *count = 0;
        return OK;
    }
    return real->f[F_SLOTS](present, slots, count);
}

static CK_RV get_token_info(CK_ULONG slot, struct token_info *info)
{
    CK_RV rv = fault(GET_TOKEN_INFO, 0);
    if (rv)
        return rv;
    if (absent())
        return CKR_TOKEN_NOT_PRESENT;
    rv = real->f[F_TOKEN_INFO](slot, info);
    info->flags &= ~(FLAG_COUNT_LOW | FLAG_FINAL_TRY | FLAG_LOCKED);
    if (number("keypad", 0))
        info->flags |= FLAG_KEYPAD;
    const char *name = setting("one_name");
    if (name) {
        size_t length = strcspn(name, "\n");
        memset(info->label, ' ', sizeof info->label);
        memcpy(info->label, name, length < sizeof info->label ? length : sizeof info->label);
        memset(info->serial, ' ', sizeof info->serial);
    }
    uint32_t limit = (uint32_t)number("pin_limit", 3);
    if (number("quiet_flags", 0))
        return rv;
    if (state->wrong >= limit)
        info->flags |= FLAG_LOCKED;
    else if (state->wrong + 1 == limit)
        info->flags |= FLAG_COUNT_LOW | FLAG_FINAL_TRY;
    else if (state->wrong)
        info->flags |= FLAG_COUNT_LOW;
    return rv;
}

/* Tells of an event once for each time that the control file asks for it. */
static CK_RV wait_for_slot_event(CK_ULONG flags, CK_ULONG *slot, void *reserved)
{
    static int told;
    CK_ULONG all[64], count = 64;
    struct token_info info;
    (void)flags;
    (void)reserved;
    read_control();
    const char *label = setting("slot_event");
    if (!label)
        told = 0;
    if (!label || told || real->f[F_SLOTS]((CK_BYTE)1, all, &count))
        return CKR_NO_EVENT;
    told = 1;
    for (CK_ULONG i = 0; i < count; i++) {
        *slot = all[i];
        if (!real->f[F_TOKEN_INFO](all[i], &info) &&
            !strncmp((char *)info.label, label, strcspn(label, "\n")))
            return OK;
    }
    return CKR_NO_EVENT;
}

static CK_RV get_mechanism_list(CK_ULONG slot, CK_ULONG *list, CK_ULONG *count)
{
    CK_ULONG all[512], size = 512, kept = 0;
    read_control();
    if (absent())
        return CKR_TOKEN_NOT_PRESENT;
    CK_RV rv = real->f[F_MECHANISMS](slot, all, &size);
    for (CK_ULONG i = 0; !rv && i < size; i++)
        if (!listed("without", all[i]))
            all[kept++] = all[i];
    if (list && *count >= kept)
        memcpy(list, all, kept * sizeof *list);
    *count = kept;
    return rv;
}

static CK_RV open_session(CK_ULONG slot, CK_ULONG flags, void *a, void *b, CK_ULONG *session)
{
    CK_RV rv = fault(OPEN_SESSION, 0);
    if (rv)
        return rv;
    return absent() ? CKR_TOKEN_NOT_PRESENT : real->f[F_OPEN](slot, flags, a, b, session);
}

static CK_RV login(CK_ULONG session, CK_ULONG user, CK_BYTE *pin, CK_ULONG length)
{
    static char typed[64];
    state->logins++;
    CK_RV rv = fault(LOGIN, session);
    if (rv)
        return rv;
    if (absent())
        return CKR_DEVICE_REMOVED;
    uint32_t limit = (uint32_t)number("pin_limit", 3);
    if (state->wrong >= limit)
        return CKR_PIN_LOCKED;
    if (!pin && number("keypad", 0)) {
        const char *value = setting("keypad_pin");
        if (!value)
            return CKR_FUNCTION_CANCELED;
        length = strcspn(value, "\n");
        memcpy(typed, value, length < sizeof typed ? length : sizeof typed);
        pin = (CK_BYTE *)typed;
    }
    if (user == CKU_CONTEXT_SPECIFIC)
        rv = pin && length == accepted_length && !memcmp(pin, accepted, length)
                 ? OK : CKR_PIN_INCORRECT;
    else
        rv = real->f[F_LOGIN](session, user, pin, length);
    if (rv == CKR_PIN_INCORRECT && ++state->wrong >= limit)
        return CKR_PIN_LOCKED;
    if (rv != OK)
        return rv;
    state->wrong = 0;
    may_sign = user == CKU_CONTEXT_SPECIFIC;
    if (number("each_time", 0) && user != CKU_CONTEXT_SPECIFIC && length < sizeof accepted) {
        memcpy(accepted, pin, length);
        accepted_length = length;
    }
    return OK;
}

static int hidden(CK_ULONG type)
{
    return (type == CKA_LABEL && number("hide_label", 0)) ||
           (type == CKA_ID && number("hide_id", 0)) ||
           (type == CKA_MODULUS && number("hide_modulus", 0));
}

static CK_RV get_attribute_value(CK_ULONG session, CK_ULONG object, struct attribute *wanted,
                                 CK_ULONG count)
{
    CK_RV rv = fault(GET_ATTRIBUTE_VALUE, session);
    if (rv)
        return rv;
    if (absent())
        return CKR_DEVICE_REMOVED;
    for (CK_ULONG i = 0; i < count; i++)
        if (hidden(wanted[i].type)) {
            wanted[i].length = UNAVAILABLE;
            return CKR_ATTRIBUTE_TYPE_INVALID;
        }
    if (number("each_time", 0) && count == 1 && wanted->type == CKA_ALWAYS_AUTHENTICATE) {
        if (wanted->value)
            *(CK_BYTE *)wanted->value = 1;
        wanted->length = 1;
        return OK;
    }
    return real->f[F_ATTRIBUTES](session, object, wanted, count);
}

static CK_RV find_objects_init(CK_ULONG session, struct attribute *wanted, CK_ULONG count)
{
    CK_RV rv = fault(FIND_OBJECTS_INIT, session);
    if (rv)
        return rv;
    if (absent())
        return CKR_DEVICE_REMOVED;
    rv = real->f[F_FIND_INIT](session, wanted, count);
    found_count = found_next = 0;
    if (rv)
        return rv;
    real->f[F_FIND](session, found, (CK_ULONG)MOST_OBJECTS, &found_count);
    for (CK_ULONG i = 0; i < count; i++)
        if (hidden(wanted[i].type))
            found_count = 0;
    for (CK_ULONG i = 0; number("reverse_objects", 0) && i < found_count / 2; i++) {
        CK_ULONG other = found[i];
        found[i] = found[found_count - 1 - i];
        found[found_count - 1 - i] = other;
    }
    return OK;
}

static CK_RV find_objects(CK_ULONG session, CK_ULONG *objects, CK_ULONG most, CK_ULONG *count)
{
    (void)session;
    for (*count = 0; *count < most && found_next < found_count; )
        objects[(*count)++] = found[found_next++];
    return OK;
}

static CK_RV sign_init(CK_ULONG session, CK_ULONG *mechanism, CK_ULONG key)
{
    CK_RV rv = fault(SIGN_INIT, session);
    if (rv)
        return rv;
    if (absent())
        return CKR_DEVICE_REMOVED;
    if (listed("without", *mechanism) || listed("denied", *mechanism))
        return CKR_MECHANISM_INVALID;
    return real->f[F_SIGN_INIT](session, mechanism, key);
}

static CK_RV sign(CK_ULONG session, CK_BYTE *data, CK_ULONG length, CK_BYTE *value, CK_ULONG *size)
{
    CK_RV rv = fault(SIGN, session);
    if (rv)
        return rv;
    if (absent())
        return CKR_DEVICE_REMOVED;
    if (number("each_time", 0) && !may_sign)
        return CKR_USER_NOT_LOGGED_IN;
    may_sign = 0;
    long wait_ms = number("latency_ms", 0);
    struct timespec pause = { wait_ms / 1000, (wait_ms % 1000) * 1000000L };
    nanosleep(&pause, NULL);
    return real->f[F_SIGN](session, data, length, value, size);
}

CK_RV C_GetFunctionList(struct function_list **list)
{
    const char *path = getenv("SHIM_MODULE");
    void *library = path ? dlopen(path, RTLD_NOW | RTLD_LOCAL) : NULL;
    CK_RV (*get)(struct function_list **) = NULL;
    if (library)
        *(void **)&get = dlsym(library, "C_GetFunctionList");
    if (!get || get(&real))
        return CKR_GENERAL_ERROR;
    ours = *real;
    ours.f[F_INIT] = initialize;
    ours.f[F_SLOTS] = (CK_RV (*)())get_slot_list;
    ours.f[F_TOKEN_INFO] = get_token_info;
    ours.f[F_MECHANISMS] = get_mechanism_list;
    ours.f[F_OPEN] = open_session;
    ours.f[F_LOGIN] = login;
    ours.f[F_ATTRIBUTES] = get_attribute_value;
    ours.f[F_FIND_INIT] = find_objects_init;
    ours.f[F_FIND] = find_objects;
    ours.f[F_SIGN_INIT] = sign_init;
    ours.f[F_SIGN] = sign;
    ours.f[F_SLOT_EVENT] = wait_for_slot_event;
    *list = &ours;
    return OK;
}
