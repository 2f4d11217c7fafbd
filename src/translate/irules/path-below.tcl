# Whether a path is that of a route or lies below it: compared as text, whole segments.
proc cis_path_below {path top} {
    if {$path eq $top} {
        return 1
    }
    if {![string match "*/" $top]} {
        append top "/"
    }
    return [string equal -length [string length $top] $top $path]
}
