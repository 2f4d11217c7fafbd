# The keys of a host: its name, then the wildcard of its parent (a.example.com, .example.com).
proc cis_host_keys {host} {
    set dot [string first "." $host]
    if {$dot < 0} {
        return [list $host]
    }
    return [list $host [string range $host $dot end]]
}
