# Draws a pool from "pool,threshold;pool,threshold": at the first threshold that is not below the draw, the latest pool so
# far that has active members; none yet, then the next that has. Returns "" when nothing is active.
proc cis_weighted_pool {shares} {
    set draw [expr {rand()}]
    set latest ""
    foreach {name threshold} [split $shares ",;"] {
        if {[call cis_pool_active $name]} {
            set latest $name
        }
        if {$draw <= $threshold && $latest ne ""} {
            return $latest
        }
    }
    return ""
}
