# Whether a pool has active members. One that does not exist has none: asking for its members is an error.
proc cis_pool_active {name} {
    if {[catch {active_members $name} count]} {
        return 0
    }
    return [expr {$count > 0}]
}
