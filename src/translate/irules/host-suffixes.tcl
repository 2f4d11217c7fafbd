# The keys of a host for a match at any depth: its name, then the wildcards of its parents, nearest first (16 at most).
proc cis_host_suffixes {host} {
    set wildcards {}
    set rest $host
    set dot [string first "." $rest]
    while {$dot >= 0} {
        set rest [string range $rest $dot end]
        lappend wildcards $rest
        set dot [string first "." $rest 1]
    }
    return [concat [list $host] [lrange $wildcards end-15 end]]
}
