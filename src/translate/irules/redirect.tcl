when HTTP_REQUEST {
    %%answered%%
    set cis_name [call cis_host_name [HTTP::host]]
    if {$cis_name ne ""} {
        # Keys have the port that the client names.
        set cis_keys [call cis_host_suffixes [string tolower [HTTP::host]]]
        set cis_found [call cis_route_walk $cis_keys [HTTP::path] {{} /} %%virtual%%_https_redirect_dg]
        foreach cis_top [split [lindex $cis_found 1] "|"] {
            if {[call cis_path_below [HTTP::path] $cis_top]} {
                HTTP::redirect "https://${cis_name}:%%httpsPort%%[HTTP::uri]"
                return
            }
        }
    }
}
