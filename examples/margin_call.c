/* SPDX-License-Identifier: Apache-2.0
 *
 * margin_call.c: who must be liquidated, and at which price, while BTC falls
 * in steps of 1000 USDT? All of it through the public interface:
 *
 *   margin_call [BOOK]        BOOK defaults to examples/book */
#include <stdio.h>
#include <string.h>

#include <levee/files.h>

static void print_call(const levee_engine_t *engine, const levee_verdict_t *verdict, const char *mark)
{
    levee_account_report_t account;

    levee_engine_account(engine, verdict->account, &account);
    printf("BTC at %s: %s becomes %s\n", mark, account.account, levee_status_name(verdict->to));
    for (uint32_t i = 0; i < account.leg_count; i++) {
        levee_leg_report_t leg;
        levee_price_t liquidation;
        levee_price_t bankruptcy;

        levee_engine_leg(engine, verdict->account, i, &leg);
        if (strcmp(leg.kind, "asset") == 0)
            continue;
        levee_engine_prices(engine, verdict->account, i, &liquidation, &bankruptcy);
        printf("    %s %s: liquidate from %s, bankrupt from %s\n", leg.quantity, leg.instrument, liquidation.text,
               bankruptcy.text);
    }
}

/* Both BTC contracts move as one tick. */
static levee_result_t fall(levee_engine_t *engine, int price, levee_error_t *error)
{
    char mark[16];
    size_t count;
    const levee_verdict_t *verdicts;
    const levee_mark_spec_t ticks[] = {{.instrument = "BTCUSDT", .mark = mark}, {.instrument = "BTCUSD", .mark = mark}};

    snprintf(mark, sizeof mark, "%d", price);
    if (levee_engine_tick(engine, ticks, 2, error) != LEVEE_OK)
        return error->result;
    verdicts = levee_engine_verdicts(engine, &count);
    for (size_t i = 0; i < count; i++)
        if (verdicts[i].to == LEVEE_LIQUIDATE || verdicts[i].to == LEVEE_BANKRUPT)
            print_call(engine, &verdicts[i], mark);
    return LEVEE_OK;
}

int main(int argc, char **argv)
{
    levee_book_t *book;
    levee_engine_t *engine;
    levee_error_t error;
    levee_result_t result = levee_book_read(argc > 1 ? argv[1] : "examples/book", &book, &error);

    if (result == LEVEE_OK && (result = levee_engine_new(book, NULL, &engine, &error)) != LEVEE_OK)
        levee_book_free(book);
    if (result == LEVEE_OK) {
        for (int price = 121000; price >= 95000 && result == LEVEE_OK; price -= 1000)
            result = fall(engine, price, &error);
        levee_engine_free(engine);
    }
    if (result != LEVEE_OK)
        fprintf(stderr, "margin_call: %s %s\n", error.field, error.message);
    return result == LEVEE_OK ? 0 : 1;
}
