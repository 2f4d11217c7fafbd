# The default pool stands from here on: the LTM policy, which comes before HTTP_REQUEST, may forward a request elsewhere.
when CLIENTSSL_HANDSHAKE {
    set cis_fresh 1
    pool [class lookup defaultPool %%virtual%%_default_pool_servername_dg]
}
