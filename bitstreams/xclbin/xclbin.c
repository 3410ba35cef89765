/* SPDX-License-Identifier: Apache-2.0 */
#include "xclbin/xclbin.h"

#include <string.h>
#include <xclbin.h>
#include <xxhash.h>

enum { SECTION_ALIGN = 8, VERSION_MAJOR = 2, VERSION_MINOR = 13 };

/* Any time will do, as long as it is always the same: 2000-01-01. */
static const uint64_t time_stamp = 946684800;

static uint64_t aligned(uint64_t offset)
{
    return (offset + SECTION_ALIGN - 1) / SECTION_ALIGN * SECTION_ALIGN;
}

static uint64_t first_section(uint32_t count)
{
    return aligned(offsetof(struct axlf, m_sections) + count * sizeof(struct axlf_section_header));
}

/* hash names the contents. */
static XXH128_hash_t hash(const levee_target_t *target, const levee_section_t *sections, uint32_t count)
{
    XXH128_hash_t sum = XXH3_128bits(target->name, strlen(target->name));

    for (uint32_t i = 0; i < count; i++)
        sum = XXH3_128bits_withSeed(sections[i].bytes, sections[i].size, sum.low64 ^ sum.high64 ^ sections[i].kind);
    return sum;
}

static struct axlf make_header(const levee_target_t *target, const levee_section_t *sections, uint32_t count)
{
    const XXH128_hash_t name = hash(target, sections, count);
    struct axlf top = {.m_magic = "xclbin2", .m_signature_length = -1, .m_uniqueId = name.low64};
    XXH128_canonical_t canonical;

    memset(top.reserved, 0xff, sizeof top.reserved);
    XXH128_canonicalFromHash(&canonical, name);
    memcpy(top.m_header.uuid, canonical.digest, sizeof top.m_header.uuid);
    /* Version 8 of RFC 9562: what its maker likes. */
    top.m_header.uuid[6] = (top.m_header.uuid[6] & 0x0f) | 0x80;
    top.m_header.uuid[8] = (top.m_header.uuid[8] & 0x3f) | 0x80;
    top.m_header.m_timeStamp = time_stamp;
    top.m_header.m_versionMajor = VERSION_MAJOR;
    top.m_header.m_versionMinor = VERSION_MINOR;
    top.m_header.m_mode = target->mode;
    snprintf((char *)top.m_header.m_platformVBNV, sizeof top.m_header.m_platformVBNV, "levee:emulation:%s:1.0",
             target->name);
    top.m_header.m_numSections = count;
    top.m_header.m_length = first_section(count);
    for (uint32_t i = 0; i < count; i++)
        top.m_header.m_length += aligned(sections[i].size);
    return top;
}

/* put writes bytes and the zeros behind them up to the next section. */
static bool put(FILE *file, const void *bytes, size_t size)
{
    static const char zeros[SECTION_ALIGN];
    const size_t padding = aligned(size) - size;

    return fwrite(bytes, 1, size, file) == size && fwrite(zeros, 1, padding, file) == padding;
}

bool levee_xclbin_write(FILE *file, const levee_target_t *target, const levee_section_t *sections, uint32_t count)
{
    const struct axlf top = make_header(target, sections, count);
    uint64_t offset = first_section(count);
    bool good = put(file, &top, offsetof(struct axlf, m_sections));

    for (uint32_t i = 0; i < count; i++) {
        const struct axlf_section_header header = {
            .m_sectionKind = sections[i].kind, .m_sectionOffset = offset, .m_sectionSize = sections[i].size};

        good = good && put(file, &header, sizeof header);
        offset += aligned(sections[i].size);
    }
    for (uint32_t i = 0; i < count; i++)
        good = good && put(file, sections[i].bytes, sections[i].size);
    return good;
}
