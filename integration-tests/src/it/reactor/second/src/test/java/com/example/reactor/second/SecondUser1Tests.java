package com.example.reactor.second;

import com.example.reactor.ServerUser;

class SecondUser1Tests extends ServerUser {

}
