/* SPDX-License-Identifier: Apache-2.0
 *
 * fuzz_brackets.c: any bytes are a file of leverage brackets or are refused. */
#include "brackets.h"
#include "fuzz.h"

#include <string.h>

static void check_decimal(const char *text)
{
    fuzz_require(text && levee_decimal_check(text, NULL) == LEVEE_OK, "what is read is a decimal");
}

static void check_list(const levee_bracket_list_t *list)
{
    fuzz_require(list->count > 0, "a symbol has brackets");
    fuzz_require(*list->base && *list->quote && *list->settle, "a symbol has its parts");
    fuzz_require(!strncmp(list->symbol, list->base, strlen(list->base)), "a symbol starts with its base");
    for (size_t k = 0; k < list->count; k++) {
        check_decimal(list->tiers[k].initial);
        check_decimal(list->tiers[k].maintenance);
        check_decimal(list->tiers[k].deduction);
        if (k + 1 < list->count)
            check_decimal(list->tiers[k].notional);
        else
            fuzz_require(list->tiers[k].notional == NULL, "the last tier is open");
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    const char *const path = fuzz_file(0, bytes, size);
    levee_error_t error = {0};
    levee_brackets_t *brackets = NULL;
    levee_bracket_list_t list;
    size_t read = 0;
    levee_result_t result = levee_brackets_open(path, &brackets, &error);

    while (!result) {
        result = levee_brackets_next(brackets, &list, &error);
        if (result)
            break;
        check_list(&list);
        levee_bracket_list_free(&list);
        read++;
    }
    if (result == LEVEE_END)
        fuzz_require(read == levee_brackets_count(brackets), "every symbol is read");
    else
        fuzz_message(&error, result, path);
    levee_brackets_close(brackets);
    return 0;
}
