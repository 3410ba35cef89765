/* SPDX-License-Identifier: Apache-2.0
 *
 * fuzz_decimal.c: levee_decimal_check accepts exactly -?[0-9]+(\.[0-9]+)? with
 * 1 to 18 digits each side of the point. */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

static int is_decimal(const char *text)
{
    size_t digits;

    text += *text == '-';
    digits = strspn(text, "0123456789");
    if (digits < 1 || digits > 18)
        return 0;
    text += digits;
    if (!*text)
        return 1;
    digits = strspn(text + 1, "0123456789");
    return *text == '.' && digits >= 1 && digits <= 18 && !text[1 + digits];
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    char *const text = calloc(1, size + 1);
    levee_error_t error = {0};
    levee_result_t result;

    fuzz_require(text != NULL, "there is memory");
    if (size)
        memcpy(text, bytes, size);
    result = levee_decimal_check(text, &error);
    fuzz_require(result == (is_decimal(text) ? LEVEE_OK : LEVEE_MALFORMED), "exactly decimals are accepted");
    fuzz_require((result == LEVEE_OK) == (*error.message == '\0'), "a refusal says why");
    free(text);
    return 0;
}
