# Walks up a path, segment by segment, until a data group has the key <host><path><tail>: returns the group and the value,
# or nothing. In one step a later group outranks an earlier one; in a group the first key that is there counts.
proc cis_route_walk {hosts path tails groups} {
    set found {}
    while {1} {
        foreach group $groups {
            set hit 0
            foreach tail $tails {
                foreach host $hosts {
                    set key "$host$path$tail"
                    if {!$hit && [class match $key equals $group]} {
                        set hit 1
                        set found [list $group [class lookup $key $group]]
                    }
                }
            }
        }
        if {[llength $found] > 0 || $path eq ""} {
            return $found
        }
        set path [string range $path 0 [expr {[string last "/" $path] - 1}]]
    }
}
