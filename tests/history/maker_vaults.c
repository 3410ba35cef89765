/* SPDX-License-Identifier: Apache-2.0
 *
 * maker_vaults.c: 448 liquidations of a lending venue. Each vault is rebuilt
 * from its records and judged at the price of every midnight; where we flag it
 * stands beside what the venue did. Skipped without the data, which LEVEE_DATA
 * names. */
#include "vault_tally.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static const char folder_name[] = "data/positions/maker_ethb";

int main(void)
{
    char folder[2048], file[4096];
    const char *data = getenv("LEVEE_DATA");
    vault_cases_t cases;
    vault_records_t records;
    int good = 0;

    snprintf(folder, sizeof folder, "%s/%s", data != NULL ? data : "../shared", folder_name);
    snprintf(file, sizeof file, "%s/events.csv.gz", folder);
    if (access(file, R_OK) != 0) {
        printf("skipped: no %s; LEVEE_DATA names the folder that holds data/\n", folder_name);
        return 0;
    }
    if (vault_records_read(folder, &records) == 0) {
        vault_cases_collect(&records, &cases);
        const vault_tally_t tally = vault_tally(&records, &cases);
        vault_tally_print(&cases, &tally);
        good = vault_tally_check(&tally);
        vault_cases_free(&cases);
    }
    vault_records_free(&records);
    return good ? 0 : 1;
}
