/* SPDX-License-Identifier: Apache-2.0
 *
 * card_map.c: prints the map of card.def.
 *
 *   card_map --sv          rtl/map/levee_card.sv
 *   card_map --markdown    docs/card-map.md */
#include <stdio.h>
#include <string.h>

typedef enum { CONSTANT_ROW, REGISTER_ROW, BEAT_ROW, FIELD_ROW, FAULT_ROW } kind_t;

/* One line of card.def. `value` is a constant, an address, a first bit or a
 * bit; `extra` is a register's access or a field's beat. */
typedef struct {
    kind_t kind;
    const char *name;
    unsigned value;
    unsigned bits;
    const char *extra;
    const char *text;
} row_t;

static const row_t rows[] = {
#define CONSTANT(name, value, text) {CONSTANT_ROW, #name, value, 32, "", text},
#define REGISTER(name, address, access, text) {REGISTER_ROW, #name, address, 32, access, text},
#define BEAT(name, text) {BEAT_ROW, #name, 0, 512, "", text},
#define FIELD(beat, name, low, bits, text) {FIELD_ROW, #name, low, bits, #beat, text},
#define FAULT(name, bit, text) {FAULT_ROW, #name, bit, 1, "", text},
#include "card.def"
};

enum { ROWS = sizeof rows / sizeof rows[0] };

static void print_sv_row(const row_t *row)
{
    switch (row->kind) {
    case CONSTANT_ROW:
        printf("  localparam int unsigned %s = 32'h%08x;\n", row->name, row->value);
        break;
    case REGISTER_ROW:
        printf("  localparam logic [11:0] AT_%s = 12'h%03x;\n", row->name, row->value);
        break;
    case BEAT_ROW:
        printf("\n  // %s: %s.\n", row->name, row->text);
        break;
    case FIELD_ROW:
        printf("  localparam int unsigned %s_%s = %u;\n", row->extra, row->name, row->value);
        break;
    case FAULT_ROW:
        printf("  localparam int unsigned FAULT_%s = %u;\n", row->name, row->value);
        break;
    }
}

static void print_sv(void)
{
    printf("// SPDX-License-Identifier: Apache-2.0\n"
           "//\n"
           "// levee_card: registers, and the first bit of every field of the command block\n"
           "// and of what comes back. Printed by card_map from card.def; do not edit.\n"
           "`default_nettype none\n\n"
           "// Every module uses some of them, none all.\n"
           "// verilator lint_off UNUSED\n"
           "package levee_card;\n");
    for (size_t i = 0; i < ROWS; i++) {
        if (i > 0 && rows[i].kind != rows[i - 1].kind && rows[i].kind != FIELD_ROW && rows[i].kind != BEAT_ROW)
            printf("\n");
        print_sv_row(&rows[i]);
    }
    printf("\nendpackage\n"
           "// verilator lint_on UNUSED\n\n"
           "`default_nettype wire\n");
}

static void print_table(kind_t kind, const char *title, const char *head)
{
    printf("\n## %s\n\n%s\n", title, head);
    for (size_t i = 0; i < ROWS; i++) {
        if (rows[i].kind != kind)
            continue;
        if (kind == CONSTANT_ROW)
            printf("| %s | %#x | %s |\n", rows[i].name, rows[i].value, rows[i].text);
        else if (kind == REGISTER_ROW)
            printf("| 0x%03x | %s | %s | %s |\n", rows[i].value, rows[i].name, rows[i].extra, rows[i].text);
        else
            printf("| %u | %s | %s |\n", rows[i].value, rows[i].name, rows[i].text);
    }
}

static void print_beats(void)
{
    for (size_t i = 0; i < ROWS; i++) {
        if (rows[i].kind == BEAT_ROW)
            printf("\n### %s\n\n%c%s.\n\n| bits | field | |\n|---|---|---|\n", rows[i].name,
                   rows[i].text[0] >= 'a' && rows[i].text[0] <= 'z' ? rows[i].text[0] - 'a' + 'A' : rows[i].text[0],
                   rows[i].text + 1);
        if (rows[i].kind == FIELD_ROW)
            printf("| %u – %u | %s | %s |\n", rows[i].value, rows[i].value + rows[i].bits - 1, rows[i].name,
                   rows[i].text);
    }
}

static void print_markdown(void)
{
    printf(
        "# What the host and the sweep kernel agree on\n\n"
        "Printed by `card_map` from [rtl/map/card.def](../rtl/map/card.def), as are the C header's constants and the\n"
        "SystemVerilog package; a test sees to it that all three are the same. [rtl.md](rtl.md) says how they are "
        "used.\n");
    print_table(CONSTANT_ROW, "Constants", "| name | value | |\n|---|---|---|");
    print_table(REGISTER_ROW, "Registers on `s_axi_control`",
                "A 64-bit address takes two registers, low half first. Group *g* has its three addresses at\n"
                "GROUP_STRIDE * *g* behind those of group 0.\n\n| address | name | access | |\n|---|---|---|---|");
    printf("\n## Beats\n\nAll are 64 bytes, little-endian: bit 0 is bit 0 of byte 0. What no field names is 0.\n");
    print_beats();
    print_table(FAULT_ROW, "Faults", "| bit | name | |\n|---|---|---|");
}

int main(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "--sv") == 0)
        print_sv();
    else if (argc == 2 && strcmp(argv[1], "--markdown") == 0)
        print_markdown();
    else {
        fprintf(stderr, "usage: card_map --sv | --markdown\n");
        return 2;
    }
    return 0;
}
