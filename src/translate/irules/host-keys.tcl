# The keys of a host: its name, then the wildcard of its parent (a.example.com, .example.com).
proc cis_host_keys {host} {
    return [list $host [string range $host [string first "." $host] end]]
}
