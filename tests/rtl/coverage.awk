# SPDX-License-Identifier: Apache-2.0
# coverage.awk: lines and bits by file, of what Verilated models have counted. A point counts once, whichever instance has
# had it: a line that has run, and a bit that has changed twice in one instance, for it starts at 0 and so went up and
# down. The first file is the list of exclusions: FILE, POINTS and REASON between tabs, where POINTS is a pattern for a
# signal with its bit, such as count_reg\[(2[0-9]|3[01])\], or for the text of a line. -v missed=FILE lists what a file
# lacks.

FILENAME == ARGV[1] {
    if ($0 ~ /^#/ || $0 == "")
        next
    if (split($0, part, "\t") != 3)
        fail("no FILE, POINTS and REASON: " $0)
    exclusions++
    of[exclusions] = "^(" part[1] ")$"
    pattern[exclusions] = "^(" part[2] ")$"
    next
}

/^C / {
    # Of instances that have not more to say there are many.
    count = $NF + 0
    instance = index($0, "\001h\002")
    without = substr($0, 1, instance)
    if (without in told && told[without] >= count)
        next
    told[without] = count
    file = at = kind = text = ""
    fields = split($0, field, "\001")
    for (i = 1; i <= fields; i++) {
        split(field[i], pair, "\002")
        if (pair[1] == "f") { file = pair[2]; sub(/.*\/rtl\//, "", file) }
        if (pair[1] == "l") at = pair[2]
        if (pair[1] == "n") column = pair[2]
        if (pair[1] == "page") kind = pair[2] ~ /^v_toggle/ ? "bits" : "lines"
        if (pair[1] == "o") text = pair[2]
    }
    # an array: a memory, or as good as one
    if (text ~ /\]\[/)
        next
    point = file SUBSEP kind SUBSEP at SUBSEP column SUBSEP text
    if (!(point in most)) {
        most[point] = 0
        points[++number] = point
    }
    if (count > most[point])
        most[point] = count
}

END {
    if (failed)
        exit 1
    for (p = 1; p <= number; p++)
        judge(points[p])
    # A file that no bench has counted would not be missed; a package has nothing to count.
    while ((getline line < (root "/rtl/levee_sweep.f")) > 0) {
        if (line ~ /\.sv$/ && line !~ /^map\// && !(line in seen))
            fail("nothing has counted " line)
    }
    printf "%-28s %7s %7s %8s %7s %7s %8s %9s\n", "file", "lines", "run", "", "bits", "moved", "", "excluded"
    for (f = 1; f <= files; f++)
        row(name[f], name[f])
    row("", "all")
    for (e = 1; e <= exclusions; e++) {
        if (!used[e])
            fail("an exclusion that excludes nothing: " of[e] "|" pattern[e])
    }
    if (excluded[""] > 0.05 * (all["", "bits"] + excluded[""]))
        fail("more than 5 % is excluded")
    exit failed
}

function fail(text)
{
    print text
    failed = 1
}

function source(file, at,    text, line)
{
    if (!(file in loaded)) {
        loaded[file] = 1
        while ((getline text < (root "/rtl/" file)) > 0)
            content[file, ++line] = text
    }
    return content[file, at]
}

function judge(point,    part, e, text, has)
{
    split(point, part, SUBSEP)
    if (!(part[1] in seen)) {
        seen[part[1]] = 1
        name[++files] = part[1]
    }
    text = part[2] == "bits" ? part[5] : source(part[1], part[3])
    sub(/^ +/, "", text)
    has = most[point] >= (part[2] == "bits" ? 2 : 1)
    for (e = 1; e <= exclusions; e++) {
        if (!has && part[1] ~ of[e] && text ~ pattern[e]) {
            used[e] = 1
            excluded[part[1]]++
            excluded[""]++
            return
        }
    }
    all[part[1], part[2]]++
    all["", part[2]]++
    if (has) {
        hit[part[1], part[2]]++
        hit["", part[2]]++
    } else if (part[1] == missed) {
        print part[1] ":" part[3] ": " (part[2] == "bits" ? "does not move: " : "does not run: ") text
    }
}

function share(file, kind)
{
    return all[file, kind] ? 100 * hit[file, kind] / all[file, kind] : 100
}

function row(file, title)
{
    printf "%-28s %7d %7d %7.1f%% %7d %7d %7.1f%% %9d\n", title, all[file, "lines"], hit[file, "lines"],
        share(file, "lines"), all[file, "bits"], hit[file, "bits"], share(file, "bits"), excluded[file]
    if (share(file, "lines") < 95 || share(file, "bits") < 95)
        fail("  below 95 %: " title)
}
