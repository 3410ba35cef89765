/* SPDX-License-Identifier: Apache-2.0
 *
 * levee.c: what of the public interface belongs to no room. */
#include <levee/levee.h>

#include "build_info.h"
#include "engine/tick.h"

_Static_assert((int)LEVEE_HEALTHY == (int)LEVEE_STATUS_HEALTHY &&
                   (int)LEVEE_RESTRICTED == (int)LEVEE_STATUS_RESTRICTED &&
                   (int)LEVEE_LIQUIDATE == (int)LEVEE_STATUS_LIQUIDATE &&
                   (int)LEVEE_BANKRUPT == (int)LEVEE_STATUS_BANKRUPT,
               "the interface and the kernels number statuses alike");

char *levee_money_print(levee_money_t money, unsigned decimals, char *text)
{
    return levee_decimal_print(levee_money_value(money), decimals + 6, text);
}

levee_result_t levee_decimal_check(const char *text, levee_error_t *error)
{
    levee_decimal_t decimal;

    return levee_decimal_parse(text, "", &decimal, error);
}

const char *levee_status_name(levee_status_t status)
{
    static const char *const names[] = {"healthy", "restricted", "liquidate", "bankrupt", "none"};

    return names[status];
}

const char *levee_version(void)
{
    return LEVEE_VERSION;
}

const char *levee_build(void)
{
    return LEVEE_BUILD;
}
