when CLIENT_ACCEPTED {
    set cis_pool [call cis_weighted_pool [class lookup "/" %%virtual%%_ab_deployment_dg]]
    if {$cis_pool ne ""} {
        pool $cis_pool
        return
    }
    %%protocol%%::respond 503
    # Forgotten at once: what the client sends next, be it from the same UDP port, is a new choice.
    reject
}
