# The server-side profile of the host. Keys end in a slash.
when SERVER_CONNECTED {
    set cis_keys [call cis_host_keys $cis_host]
    set cis_found [call cis_route_walk $cis_keys "" / %%virtual%%_ssl_reencrypt_serverssl_dg]
    if {[lindex $cis_found 1] ne ""} {
        SSL::profile [lindex $cis_found 1]
    }
}

when SERVERSSL_CLIENTHELLO_SEND {
    # Addresses, of digits alone or with colons, are no server names.
    if {[string match {*[a-z]*} $cis_host] && ![string match "*:*" $cis_host]} {
        # Kind of extension and its size, size of the list, kind of name (host), size of the name, the name
        set cis_size [string length $cis_host]
        set cis_list [expr {$cis_size + 3}]
        SSL::extensions insert [binary format SSScSa* 0 [expr {$cis_list + 2}] $cis_list 0 $cis_size $cis_host]
    }
}
