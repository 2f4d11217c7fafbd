when CLIENT_ACCEPTED {
    set cis_again ""
    set cis_linked ""
    set cis_request ""
}

# A pool for each request, whatever an earlier one on the connection was given.
when HTTP_REQUEST {
    # A replay comes by here as well, with the pool that it is meant for.
    set cis_pool $cis_again
    set cis_again ""
    if {$cis_pool eq ""} {
        set cis_request ""
    }
    %%answered%%
    if {$cis_pool eq ""} {
        set cis_shares [class lookup "/" %%virtual%%_ab_deployment_dg]
        set cis_pool [call cis_weighted_pool $cis_shares]
        if {$cis_pool eq ""} {
            HTTP::respond 503
            return
        }
        # Headers are remembered and no body: a request that has one (its length is not 0) cannot be replayed.
        if {[HTTP::method] eq "GET" && ![HTTP::header exists Transfer-Encoding]
            && [string trim [HTTP::header value Content-Length] 0] eq ""} {
            set cis_request [HTTP::request]
            set cis_tried [list $cis_pool]
            set cis_rounds 2
        }
    }

#if serverTls
    # Server name and profile belong to the server-side connection.
    set cis_host [call cis_host_name [HTTP::host]]
    set cis_link [list $cis_pool $cis_host]
#else
    set cis_link $cis_pool
#end
    # What an earlier request is connected to would take this one as well.
    if {$cis_linked ne "" && $cis_linked ne $cis_link} {
        LB::detach
    }
    set cis_linked $cis_link
    pool $cis_pool
}

when HTTP_RESPONSE {
    if {$cis_request eq "" || ![string match "5??" [HTTP::status]]} {
        return
    }
    %%answered%%
    set cis_again [call cis_untried_pool $cis_shares $cis_tried]
    if {$cis_again eq "" && $cis_rounds > 1} {
        incr cis_rounds -1
        set cis_tried {}
        set cis_again [call cis_untried_pool $cis_shares {}]
    }
    if {$cis_again eq ""} {
        HTTP::respond 503
        return
    }
    lappend cis_tried $cis_again
    # A replay is balanced anew by itself.
    set cis_linked ""
    HTTP::retry $cis_request
}
