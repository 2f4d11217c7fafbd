# The first pool of "pool,threshold;pool,threshold" that is active and was not tried. Returns "" when there is none.
proc cis_untried_pool {shares tried} {
    foreach {name threshold} [split $shares ",;"] {
        if {[lsearch -exact $tried $name] < 0 && [call cis_pool_active $name]} {
            return $name
        }
    }
    return ""
}
