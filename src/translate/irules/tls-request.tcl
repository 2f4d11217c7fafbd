# Pool and server-side TLS are decided anew for each request, whatever an earlier one on the connection has chosen.
when HTTP_REQUEST {
#if defaultPool
    set cis_first [expr {[info exists cis_fresh] && $cis_fresh}]
    set cis_fresh 0
#end
#if ab
    # The A/B iRule of this virtual server, where there is one, comes first for each request: it has read the route (before
    # a rewrite) and has made the choice, so that there is one draw for one request.
    set cis_asked [info exists cis_share]
    if {$cis_asked} {
        if {$cis_share eq "answered"} {
            return
        }
    } else {
        %%readRoute%%
    }
#else
    %%readRoute%%
#end
    %%answered%%

    set cis_pool ""
    set cis_server_tls %%unmatchedServerTls%%
#if routes
    set cis_found [call cis_route_walk [call cis_host_keys $cis_host] $cis_path {{}} [list %%routeGroups%%]]
    if {[llength $cis_found] > 0} {
        set cis_pool [lindex $cis_found 1]
        set cis_server_tls [expr {[lindex $cis_found 0] eq "%%virtual%%_ssl_reencrypt_servername_dg"}]
    }
#end
#if defaultPool
    if {$cis_pool eq ""} {
        set cis_pool [class lookup defaultPool %%virtual%%_default_pool_servername_dg]
    }
#end
    if {$cis_pool eq ""} {
        # Not a TLS route. Over HTTP/2 other requests of the connection go on.
        if {![string match "2*" [HTTP::version]]} {
            reject
#if ab
        } elseif {$cis_asked && $cis_share eq "selected"} {
            SSL::disable serverside
#end
        } else {
            HTTP::respond 404
        }
        return
    }
    if {$cis_server_tls} {
        SSL::enable serverside
    } else {
        SSL::disable serverside
    }
#if ab
    if {$cis_asked && $cis_share eq "selected"} {
        return
    }
#if persistence
    # With persistence the A/B choice of a path belongs to the A/B iRule alone.
    if {!$cis_asked && $cis_path eq "/"} {
#else
    if {!$cis_asked} {
#end
        set cis_found [call cis_route_walk [list $cis_host] $cis_path {{}} %%virtual%%_ab_deployment_dg]
        if {[llength $cis_found] > 0} {
            if {![call cis_take_share [lindex $cis_found 1] "[IP::client_addr]:$cis_host"]} {
                HTTP::respond 503
            }
            return
        }
    }
#end
#if defaultPool
    # For the first request the default pool stands, or what the LTM policy chose; a later one would inherit from that.
    if {$cis_first} {
        return
    }
#end
    pool $cis_pool
}
