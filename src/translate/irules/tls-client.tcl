when CLIENT_ACCEPTED {
#if allowSourceRange
    if {![class match [IP::client_addr] equals %%virtual%%_allowSourceRange]} {
        reject
        event disable all
        return
    }
#end
    TCP::collect
}

when CLIENT_DATA {
    set cis_hello [call cis_client_hello [TCP::payload]]
    if {[lindex $cis_hello 0] eq "wait"} {
        TCP::collect
        return
    }
    if {[lindex $cis_hello 0] eq "malformed"} {
        reject
        return
    }
    set cis_sni [call cis_host_name [lindex $cis_hello 1]]
#if passthrough

    # Passthrough: the TLS of the client goes to the pool as it is.
    set cis_found {}
    if {$cis_sni ne ""} {
        set cis_found [call cis_route_walk [call cis_host_keys $cis_sni] "" {{}} %%virtual%%_ssl_passthrough_servername_dg]
    }
    set cis_pool [lindex $cis_found 1]
#if passthroughOnly
#if defaultPool
    if {$cis_pool eq ""} {
        set cis_pool [class lookup defaultPool %%virtual%%_default_pool_servername_dg]
    }
#end
    if {$cis_pool eq ""} {
        reject
        return
    }
#end
    if {$cis_pool ne ""} {
        SSL::disable serverside
#if !passthroughOnly
        SSL::disable clientside
#end
        HTTP::disable
#if ab
        set cis_found [call cis_route_walk [list $cis_sni] "" {{}} %%virtual%%_ab_deployment_dg]
        if {[llength $cis_found] == 0} {
            pool $cis_pool
        } elseif {![call cis_take_share [lindex $cis_found 1] "[IP::client_addr]:$cis_sni"]} {
            reject
            return
        }
#else
        pool $cis_pool
#end
    }
#end
    TCP::release
}
