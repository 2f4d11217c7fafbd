# Stand-ins for the BIG-IP commands and events that the generated iRules use. Reads, from standard input, a TCL script of
# `setup` and `connection` commands and runs each connection against its setup. Every line of output is one fact:
# connection, request (-1 before the first), name, value, separated by tabs.
fconfigure stdin -encoding utf-8
fconfigure stdout -encoding utf-8 -buffering full

# What TCL 8.4 knows, less what an iRule may not use, plus the events and commands of an iRule: nothing else can be called.
set allowed {
    append array binary break catch concat continue error eval expr for foreach format if incr info join lappend lindex
    linsert list llength lrange lreplace lsearch lset lsort regexp regsub return scan set split string subst switch unset
    while
    when proc call class active_members pool reject event persist log
    HTTP::host HTTP::path HTTP::uri HTTP::version HTTP::header HTTP::respond HTTP::redirect HTTP::disable
    HTTP::has_responded TCP::collect TCP::payload TCP::release SSL::enable SSL::disable SSL::profile IP::client_addr
}

# setup NAME {iRule texts} {group {key value ...} ...} {pool active ...}
proc setup {name rules groups pools} {
    global allowed child
    set child [interp create]
    foreach command {class active_members pool reject event persist log IP::client_addr
        HTTP::host HTTP::path HTTP::uri HTTP::version HTTP::header HTTP::respond HTTP::redirect HTTP::disable
        HTTP::has_responded TCP::collect TCP::payload TCP::release SSL::enable SSL::disable SSL::profile} {
        $child alias $command bigip $command
    }
    foreach {group records} $groups {
        array set data {}
        foreach {key value} $records {set data($key) $value}
        set ::groups($name,$group) [array get data]
        array unset data
    }
    set ::pools($name) $pools
    set ::interpreter($name) $child
    set ::handlers($name) {}
    # The draw comes from the test; every other function of expr stays.
    $child alias ::tcl::mathfunc::rand draw
    interp eval $child {foreach new {bool entier isqrt max min} {rename ::tcl::mathfunc::$new ""}}
    # `when` and `proc` declare; `call` finds the procedure of the iRule that is running.
    $child alias when declare_event $name
    interp eval $child {rename proc declare_procedure; namespace eval rule {}}
    $child alias proc declare_procedure $child
    $child alias call call_procedure $child
    set number 0
    foreach text $rules {
        set ::rule [incr number]
        interp eval $child [list namespace eval ::rule::$::rule {}]
        interp eval $child $text
    }
    # From here on only what is allowed can be called.
    foreach command [interp eval $child {info commands}] {
        if {[lsearch -exact $allowed $command] < 0} {$child hide $command}
    }
    set ::handlers($name) [lsort -integer -index 1 $::handlers($name)]
}

proc declare_event {name event args} {
    set priority [expr {[llength $args] == 3 ? [lindex $args 1] : 500}]
    lappend ::handlers($name) [list $event $priority $::rule [lindex $args end]]
}

proc declare_procedure {child name arguments body} {
    interp eval $child [list declare_procedure ::rule::${::rule}::$name $arguments $body]
}

proc call_procedure {child name args} {
    interp eval $child [list ::rule::${::rule}::$name {*}$args]
}

# connection ID SETUP {client ADDRESS draws {...} tls 0|1 clientTls 0|1 records {method key pool node port ...} segments {hex ...}
#   requests {{host path query version} ...}}
proc connection {id name options} {
    global c
    array unset c
    array set c {client 10.0.0.1 draws {} tls 1 clientTls 1 records {} segments {} requests {} collecting 0 held 0 payload {} rejected 0
        disabled 0 passthrough 0 http 1 request -1 drawn 0 responded 0 error 0}
    array set c $options
    set c(id) $id
    set c(setup) $name
    set child $::interpreter($name)
    set globals [interp eval $child {info globals}]
    converse $child
    set c(request) -1
    tell end 1
    # Nothing is left for the next connection: variables live in a namespace of this one.
    catch {$child invokehidden namespace delete ::connection}
    if {[lsort [interp eval $child {info globals}]] ne [lsort $globals]} {
        tell error "global variables are left: [interp eval $child {info globals}]"
    }
}

proc converse {child} {
    global c
    if {$c(tls)} {
        fire $child CLIENT_ACCEPTED
        foreach segment $c(segments) {
            if {$c(rejected) || $c(error)} return
            append c(payload) [binary format H* $segment]
            if {$c(collecting)} {
                # The event comes once, unless the iRule asks for more; what was collected is held until it is released.
                set c(collecting) 0
                fire $child CLIENT_DATA
            }
        }
        if {$c(rejected) || $c(error)} return
        if {$c(held)} {
            tell stalled 1
            return
        }
        if {!$c(http) && ($c(passthrough) || !$c(clientTls))} {
            fire $child SERVER_CONNECTED
            return
        }
        if {!$c(http) || $c(passthrough) || !$c(clientTls)} {
            tell error "HTTP is for connections whose TLS ends here, and for no others"
            return
        }
    }
    if {$c(tls)} {
        fire $child CLIENTSSL_HANDSHAKE
        if {$c(rejected) || $c(error)} return
    }
    foreach request $c(requests) {
        incr c(request)
        foreach {c(host) c(path) c(query) c(version)} $request {}
        set c(responded) 0
        fire $child HTTP_REQUEST
        if {$c(rejected) || $c(error)} return
        if {!$c(responded)} {
            fire $child SERVER_CONNECTED
            if {$c(error)} return
        }
    }
}

proc fire {child event} {
    global c
    foreach handler $::handlers($c(setup)) {
        foreach {on priority ::rule body} $handler {}
        if {$on ne $event || $c(disabled)} continue
        set c(event) $event
        interp limit $child command -value [expr {[interp eval $child {info cmdcount}] + 100000}]
        set code [catch {$child invokehidden namespace eval ::connection $body} message]
        interp limit $child command -value {}
        if {$code == 1} {
            set c(error) 1
            tell error "$event: $message"
            return
        }
    }
}

proc draw {} {
    global c
    tell draw 1
    set value [lindex $c(draws) $c(drawn)]
    if {$value eq ""} {set value [lindex $c(draws) end]}
    incr c(drawn)
    return $value
}

proc tell {name value} {
    global c
    puts "$c(id)\t$c(request)\t$name\t[string map {\t { } \n { }} $value]"
}

proc only {event args} {
    global c
    if {[lsearch -exact $args $c(event)] < 0} {error "$event is not valid in $c(event)"}
}

proc bigip {command args} {
    global c
    if {$c(rejected) && $command ne "event"} {error "$command on a connection that is rejected"}
    switch -- $command {
        class {
            set what [lindex $args 0]
            if {$what eq "match" && [llength $args] == 4 && [lindex $args 2] eq "equals"} {
                foreach {- key - group} $args {}
                array set data [records $group]
                if {![string match *_allowSourceRange $group]} {return [info exists data($key)]}
                foreach range [array names data] {if {[in_range $key $range]} {return 1}}
                return 0
            }
            if {$what eq "lookup" && [llength $args] == 3} {
                foreach {- key group} $args {}
                array set data [records $group]
                return [expr {[info exists data($key)] ? $data($key) : ""}]
            }
            error "class $args"
        }
        active_members {
            array set active $::pools($c(setup))
            if {![info exists active([lindex $args 0])]} {error "no pool [lindex $args 0]"}
            return $active([lindex $args 0])
        }
        pool {
            array set active $::pools($c(setup))
            if {![info exists active([lindex $args 0])]} {error "no pool [lindex $args 0]"}
            if {$c(responded)} {error "a pool for a request that has its answer"}
            tell [expr {$c(event) eq "CLIENTSSL_HANDSHAKE" ? "standing" : "pool"}] [lindex $args 0]
            tell member [lrange $args 1 end]
        }
        reject {set c(rejected) 1; tell rejected 1}
        event {
            if {$args ne "disable all"} {error "event $args"}
            set c(disabled) 1
        }
        persist {
            set key [lindex $args [expr {[lindex $args 0] eq "lookup" ? 2 : 1}]]
            if {[lindex $args 0] eq "lookup"} {
                if {[lrange $key 1 end] ne "any pool"} {error "the record of any pool is wanted"}
                foreach {method data pool node port} $c(records) {
                    if {$method eq [lindex $args 1] && $data eq [lindex $key 0]} {
                        return [set [lindex $args 3]]
                    }
                }
                return ""
            }
            tell persist $args
        }
        HTTP::host {only $command HTTP_REQUEST; return $c(host)}
        HTTP::path {
            only $command HTTP_REQUEST
            if {[llength $args] == 0} {return $c(path)}
            if {$c(responded)} {error "a rewrite of a request that has its answer"}
            set c(path) [lindex $args 0]
            tell path [lindex $args 0]
        }
        HTTP::uri {only $command HTTP_REQUEST; return $c(path)[expr {$c(query) eq "" ? "" : "?$c(query)"}]}
        HTTP::version {only $command HTTP_REQUEST; return $c(version)}
        HTTP::header {
            only $command HTTP_REQUEST
            if {[lrange $args 0 1] ne "replace Host"} {error "HTTP::header $args"}
            if {$c(responded)} {error "a rewrite of a request that has its answer"}
            set c(host) [lindex $args 2]
            tell host [lindex $args 2]
        }
        HTTP::respond - HTTP::redirect {
            only $command HTTP_REQUEST
            if {$c(responded)} {error "a second answer"}
            set c(responded) 1
            tell answer [lindex $args 0]
        }
        HTTP::has_responded {only $command HTTP_REQUEST; return $c(responded)}
        HTTP::disable {set c(http) 0}
        TCP::collect {only $command CLIENT_ACCEPTED CLIENT_DATA; set c(collecting) 1; set c(held) 1}
        TCP::payload {only $command CLIENT_DATA; return $c(payload)}
        TCP::release {only $command CLIENT_DATA; set c(collecting) 0; set c(held) 0}
        SSL::disable - SSL::enable {
            if {$args eq "serverside"} {
                tell serverTls [expr {$command eq "SSL::enable" ? "on" : "off"}]
            } elseif {$args eq "clientside" && $command eq "SSL::disable"} {
                set c(passthrough) 1
                tell clientTls off
            } else {
                error "$command $args"
            }
        }
        SSL::profile {only $command SERVER_CONNECTED; tell profile [lindex $args 0]}
        IP::client_addr {return $c(client)}
        log {}
        default {error "$command is not simulated"}
    }
}

proc records {group} {
    global c
    if {![info exists ::groups($c(setup),$group)]} {error "no data group $group"}
    return $::groups($c(setup),$group)
}

# IPv4 addresses and CIDR ranges suffice here.
proc in_range {address range} {
    foreach {base bits} [split $range/32 /] break
    set number 0
    foreach part [split $address .] {set number [expr {$number * 256 + $part}]}
    set first 0
    foreach part [split $base .] {set first [expr {$first * 256 + $part}]}
    return [expr {($number >> (32 - $bits)) == ($first >> (32 - $bits))}]
}

eval [read stdin]
