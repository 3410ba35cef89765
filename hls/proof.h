/* SPDX-License-Identifier: Apache-2.0
 *
 * proof.h: what the proofs of this directory share. Annotations in ACSL are
 * comments to every compiler; scripts/prove checks them with Frama-C. */
#ifndef LEVEE_HLS_PROOF_H
#define LEVEE_HLS_PROOF_H

/*@ logic integer two28 = 0x10000000;
  @ logic integer two32 = 0x100000000;
  @ logic integer two33 = 0x200000000;
  @ logic integer two36 = 0x1000000000;
  @ logic integer two52 = 0x10000000000000;
  @ logic integer two53 = 0x20000000000000;
  @ logic integer two55 = 0x80000000000000;
  @ logic integer two57 = 0x200000000000000;
  @ logic integer two59 = 0x800000000000000;
  @ logic integer two63 = 0x8000000000000000;
  @ logic integer two64 = two32 * two32;
  @ logic integer two83 = 0x80000 * two64;
  @ logic integer two93 = 0x20000000 * two64;
  @ logic integer two95 = 0x80000000 * two64;
  @ logic integer two96 = two64 * two32;
  @ logic integer two128 = two96 * two32;
  @ logic integer two160 = two128 * two32;
  @*/

/*@ lemma high_word: \forall integer x; 0 <= x ==> (x >> 32) == x / two32;
  @ lemma low_word: \forall integer x; 0 <= x ==> (x & 0xffffffff) == x % two32;
  @ lemma word_up: \forall integer x; 0 <= x ==> (x << 32) == x * two32;
  @*/

#endif
