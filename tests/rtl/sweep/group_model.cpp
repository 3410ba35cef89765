/* SPDX-License-Identifier: Apache-2.0 */
#include "group_model.h"

#include "group_1.h"
#include "group_2.h"
#include "group_3.h"
#include "rtl/coverage.h"

#include <cstring>

namespace
{

template <class Group> void *make(uint32_t seed)
{
    Verilated::randReset(coverage::START);
    Verilated::randSeed(static_cast<int>(seed & 0x7fffffff) | 1);
    auto *group = new std::shared_ptr<Group>(coverage::module<Group>());
    (*group)->clk = 0;
    (*group)->eval();
    return group;
}

template <class Group> void release(void *model)
{
    delete static_cast<std::shared_ptr<Group> *>(model);
}

template <class Group> void set_tables(Group *g, const group_in_t *in)
{
    g->s_limit_valid = in->limit_valid;
    g->s_limit_instrument = in->limit_instrument;
    g->s_limit_tier = in->limit_tier;
    g->s_limit_lots = in->limit_lots;
    g->s_row_valid = in->row_valid;
    g->s_row_instrument = in->row_instrument;
    g->s_row_tier = in->row_tier;
    g->s_row_side = in->row_side;
    g->s_row_measure = in->row_measure;
    g->s_row_value = static_cast<uint64_t>(in->row_value) & 0xfffffffffffffff;
    g->s_deduction_valid = in->deduction_valid;
    g->s_deduction_instrument = in->deduction_instrument;
    g->s_deduction_tier = in->deduction_tier;
    g->s_deduction_side = in->deduction_side;
    g->s_deduction_measure = in->deduction_measure;
    const uint64_t high = static_cast<uint64_t>(in->deduction_high);
    g->s_deduction_value[0] = in->deduction_low | static_cast<uint32_t>(high << 28);
    g->s_deduction_value[1] = static_cast<uint32_t>(high >> 4);
    g->s_deduction_value[2] = static_cast<uint32_t>(high >> 36) & 0xffffff;
}

template <class Group> void set_streams(Group *g, const group_in_t *in)
{
    g->s_leg_valid = in->leg_valid;
    g->s_constant_valid = in->constant_valid;
    g->s_status_valid = in->status_valid;
    g->s_segment_valid = in->segment_valid;
    memcpy(&g->s_leg_data, in->leg, GROUP_BEAT);
    memcpy(&g->s_constant_data, in->constant, GROUP_BEAT);
    memcpy(&g->s_status_data, in->status, GROUP_BEAT);
    g->s_segment_slices = in->segment_slices;
    g->s_segment_address = in->segment_address;
    g->m_record_ready = in->record_ready;
    g->m_status_ready = in->written_ready;
}

template <class Group> void get(const Group *g, group_out_t *out)
{
    out->leg_ready = g->s_leg_ready;
    out->constant_ready = g->s_constant_ready;
    out->status_ready = g->s_status_ready;
    out->segment_ready = g->s_segment_ready;
    out->record_valid = g->m_record_valid;
    out->written_valid = g->m_status_valid;
    memcpy(out->record, &g->m_record_data, GROUP_BEAT);
    memcpy(out->written, &g->m_status_data, GROUP_BEAT);
    out->written_address = g->m_status_address;
    out->slices = g->slices;
    out->records = g->records;
    memcpy(out->status_count, &g->status_count, sizeof out->status_count);
    out->leg_beats = g->leg_beats;
    out->constant_beats = g->constant_beats;
    out->stall_constant = g->stall_constant;
    out->stall_record = g->stall_record;
    out->stall_status = g->stall_status;
    memset(out->sum, 0, sizeof out->sum);
    memcpy(out->sum, &g->sum, sizeof g->sum);
    out->error = g->error;
    out->idle = g->idle;
    out->missing = g->missing;
}

template <class Group> void cycle(void *model, const group_in_t *in, group_out_t *out)
{
    Group *g = static_cast<std::shared_ptr<Group> *>(model)->get();

    g->rst = in->rst;
    g->clear = in->clear;
    g->admit = in->admit;
    g->sequence_number = in->sequence;
    g->report = in->report;
    set_tables(g, in);
    set_streams(g, in);
    g->clk = 0;
    g->eval();
    get(g, out);
    g->clk = 1;
    g->eval();
}

} // namespace

const group_model_t *group_model(uint32_t measures)
{
    static const group_model_t models[3] = {
        {1, 4, 64, make<group_1>, release<group_1>, cycle<group_1>},
        {2, 8, 64, make<group_2>, release<group_2>, cycle<group_2>},
        {3, 16, 256, make<group_3>, release<group_3>, cycle<group_3>},
    };

    return measures >= 1 && measures <= 3 ? &models[measures - 1] : nullptr;
}
