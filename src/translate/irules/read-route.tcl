set cis_host [call cis_host_name [HTTP::host]]
if {$cis_host eq "" && [info exists cis_sni]} {
    set cis_host $cis_sni
}
set cis_path [HTTP::path]
if {![string match "/*" $cis_path]} {
    set cis_path "/"
}
