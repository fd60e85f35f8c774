package com.example.reactor.third;

import com.example.reactor.ServerUser;

class ThirdUser1Tests extends ServerUser {

}
