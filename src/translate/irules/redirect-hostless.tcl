when HTTP_REQUEST {
    %%answered%%
    set cis_name [call cis_host_name [HTTP::host]]
    if {$cis_name eq ""} {
        HTTP::respond 400
    } else {
        HTTP::redirect "https://${cis_name}:%%httpsPort%%[HTTP::uri]"
    }
}
