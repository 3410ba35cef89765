/* SPDX-License-Identifier: Apache-2.0
 *
 * image.h: the book in a card's memory against the host's. */
#ifndef LEVEE_TESTS_IMAGE_H
#define LEVEE_TESTS_IMAGE_H

#include "device/card/card.h"

/* image_differs returns the name of a stream of which the card's copy is not
 * what the host's arrays say, or NULL. Statuses count where the kernel has the
 * three measures of the host. */
const char *image_differs(const levee_card_t *card);

#endif
