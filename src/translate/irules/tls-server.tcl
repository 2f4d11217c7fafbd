# The server-side profile of the route: false means none.
when SERVER_CONNECTED {
    if {[info exists cis_host]} {
        set cis_found [call cis_route_walk [call cis_host_keys $cis_host] $cis_path {{}} [list %%serverSslGroups%%]]
        set cis_profile [lindex $cis_found 1]
        if {$cis_profile eq "false"} {
            SSL::disable serverside
        } elseif {$cis_profile ne ""} {
            SSL::profile $cis_profile
        }
    }
}
