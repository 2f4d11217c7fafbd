when HTTP_REQUEST priority 200 {
    %%answered%%
    %%readRoute%%

    # The TLS iRule of this virtual server, where there is one, reads these: answered, selected or none.
    set cis_share "none"
    set cis_found [call cis_route_walk [list $cis_host] $cis_path {{}} %%virtual%%_ab_deployment_dg]
    if {[llength $cis_found] > 0} {
        if {![call cis_take_share [lindex $cis_found 1] "[IP::client_addr]:$cis_host$cis_path"]} {
            set cis_share "answered"
            HTTP::respond 503
            return
        }
        set cis_share "selected"
    }
#if hostPathRewrite

    # host/path becomes another host/path
    set cis_target [class lookup "$cis_host$cis_path" %%virtual%%_host_path_rewrite_dg]
    if {$cis_target ne ""} {
        set cis_slash [string first "/" "$cis_target/"]
        set cis_new_host [string range $cis_target 0 [expr {$cis_slash - 1}]]
        set cis_new_path [string range $cis_target $cis_slash end]
        if {$cis_new_host ne "" && $cis_new_host ne $cis_host} {
            HTTP::header replace Host $cis_new_host
        }
        if {$cis_new_path ne "" && $cis_new_path ne $cis_path} {
            HTTP::path $cis_new_path
        }
    }
#end
}
