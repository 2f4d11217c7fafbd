# Another iRule may have answered before; a second answer is an error.
if {![catch {HTTP::has_responded} cis_responded] && $cis_responded eq "1"} {
    return
}
