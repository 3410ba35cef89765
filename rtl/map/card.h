/* SPDX-License-Identifier: Apache-2.0
 *
 * card.h: the map of card.def as C constants: LEVEE_CARD_<NAME>,
 * LEVEE_CARD_<BEAT>_<FIELD> (its first bit) and ..._BITS, LEVEE_CARD_AT_<NAME>
 * (a register's address), LEVEE_CARD_FAULT_<NAME> (a mask). */
#ifndef LEVEE_RTL_MAP_CARD_H
#define LEVEE_RTL_MAP_CARD_H

enum {
#define CONSTANT(name, value, text) LEVEE_CARD_##name = (value),
#define REGISTER(name, address, access, text) LEVEE_CARD_AT_##name = (address),
#define BEAT(name, text)
#define FIELD(beat, name, low, bits, text)                                                                             \
    LEVEE_CARD_##beat##_##name = (low), LEVEE_CARD_##beat##_##name##_BITS = (bits),
#define FAULT(name, bit, text) LEVEE_CARD_FAULT_##name = 1 << (bit),
#include "card.def"
#undef CONSTANT
#undef REGISTER
#undef BEAT
#undef FIELD
#undef FAULT
};

#endif
