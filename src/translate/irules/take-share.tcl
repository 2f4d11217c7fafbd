# Selects a pool of an A/B route, which the key names for a client. Returns 0 when no pool is active.
proc cis_take_share {shares key} {
#if persistence
    # A record counts whichever pool it was made in.
    set record [list $key any pool]
    set name [persist lookup %%method%% $record pool]
    if {$name ne "" && [call cis_pool_active $name]} {
        pool $name member [persist lookup %%method%% $record node] [persist lookup %%method%% $record port]
        return 1
    }
#end
    set name [call cis_weighted_pool $shares]
    if {$name eq ""} {
        return 0
    }
    pool $name
#if persistence
    persist %%method%% $key %%timeout%%
#end
    return 1
}
